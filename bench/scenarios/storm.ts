import type { Return } from '../load/crowd-messages.ts';
import { Fleet } from '../load/fleet.ts';
import { type Options, type Row, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRelay, startRouta } from '../servers.ts';

/** Pairs that are back before the others, and work while those come. */
const WORKERS = 250;
/** One each: far from every limit, because all limits are on. */
const PER_SECOND = WORKERS;
const WITHIN_MS = 1_000;

/**
 * A server is killed and started again, and all of its clients come back within a second: when the
 * last of them is back, and how those fare who were back before.
 */
export const storm: Scenario = async (options) => {
  const rows: Record<string, Row> = {};
  // The only load under which a limit would be hit that `off` switches off.
  const routa = () => startRouta({ settings: { ROUTA_RATE_LIMITS: 'on' } });
  for (const open of [routa, startRelay]) {
    const server = await open();
    rows[server.name] = await raise(server, options);
    talk(`${server.name}: ${JSON.stringify(rows[server.name])}`);
  }
  return { rows, remarks: [`${options.connections} clients within ${WITHIN_MS} ms`] };
};

async function raise(server: Server, { connections }: Options): Promise<Row> {
  const fleet = await Fleet.open(server, { pairs: connections / 2 + WORKERS, trips: WORKERS });
  await fleet.brace();
  const again = await server.restart();
  const found = await fleet.comeBack(WORKERS, PER_SECOND, WITHIN_MS);
  fleet.close();
  await again.stop();
  return { restartMs: Math.round(again.startMs), ...figuresOf(found) };
}

function figuresOf({ work, ...found }: Return): Row {
  return {
    allBackMs: Math.round(found.allBackMs),
    back: found.back,
    refusals: found.refusals,
    refusedForGood: found.refusedForGood,
    backP50Ms: round(found.p50Ms),
    backP99Ms: round(found.p99Ms),
    workingSent: work.sent,
    workingLost: work.sent - work.delivered,
    workingP50Ms: round(work.p50Ms),
    workingP99Ms: round(work.p99Ms),
    workingP999Ms: round(work.p999Ms),
    generatorLoad: round(work.strain.load ?? 0, 2),
    generatorLateP99Ms: round(work.strain.lateP99Ms),
  };
}
