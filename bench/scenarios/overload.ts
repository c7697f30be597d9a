import type { FloodLook } from '../load/bookings-messages.ts';
import { Town } from '../load/town.ts';
import { type Findings, round, type Scenario, talk } from '../scenario.ts';
import { startRouta } from '../servers.ts';
import { slowDisk } from '../slow-disk.ts';

const PER_SECOND = 8_000;
const SLOWER_MS = 200;

/** More commands than the disk takes: what is refused, and what the others then wait. */
export const overload: Scenario = async ({ pairs, quick }) => {
  const server = await startRouta();
  const town = await Town.open(server, pairs);
  const forMs = quick ? 4_000 : 10_000;
  const rows: Record<string, Findings['rows'][string]> = {};
  const remarks = [`${PER_SECOND} durable messages a second for ${forMs / 1_000} s`];
  rows['the disk as it is'] = figuresOf(await town.flood(PER_SECOND, forMs));
  const slow = await slowDisk(server.pid, SLOWER_MS);
  if (slow === null) remarks.push('the disk could not be made slower: that takes strace');
  else rows[`each sync ${SLOWER_MS} ms longer`] = figuresOf(await town.flood(PER_SECOND, forMs));
  slow?.stop();
  town.close();
  await server.stop();
  return { rows, remarks };
};

function figuresOf(look: FloodLook): Findings['rows'][string] {
  talk(`${look.stored} stored, ${look.refused} refused, ${look.unanswered} unanswered`);
  return {
    sent: look.sent,
    stored: look.stored,
    refused: look.refused,
    unanswered: look.unanswered,
    ackP50Ms: round(look.admitted.p50Ms),
    ackP99Ms: round(look.admitted.p99Ms),
    refusalP50Ms: round(look.refusal.p50Ms),
    refusalP99Ms: round(look.refusal.p99Ms),
    retryAfterMsMax: look.retryAfterMsMax,
    pongP50Ms: round(look.pong.p50Ms),
    pongP99Ms: round(look.pong.p99Ms),
    drainedMs: round(look.drainedMs),
  };
}
