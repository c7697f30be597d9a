import { systemClock } from '../../../src/clock/index.ts';
import { formatUser, type UserKey } from '../../../src/protocol/index.ts';
import { waitUntil } from '../../../src/simulator/wait-until.ts';
import type { Population } from './population.ts';
import type { Town } from './town.ts';

/** Trips that are under way go on for so long without a kill. */
const CALM_MS = 1_500;
/** How long each step may take; only where something is broken it takes it all. */
const PATIENCE_MS = 60_000;

/**
 * The daemon stays up from here on: what was begun is answered, what is open is ended, and
 * everybody is sent one last message, which comes after everything else that they were ever sent.
 */
export async function heal(
  town: Town,
  { residents, site, people }: Population,
  working: Promise<unknown>,
): Promise<void> {
  await pause(CALM_MS);
  town.isOpen = false;
  for (const resident of residents) resident.wake();
  const failed = (error: unknown) => town.fault('somebody', String(error));
  await Promise.race([working.catch(failed), pause(PATIENCE_MS)]);
  town.unanswered = [...town.ledger.waiting];
  await site.closeBookings();
  const lastSeqs = await Promise.all(people.map((person) => site.bidFarewell(person)));
  // Whoever has been away since begins to hear of it only now.
  for (const resident of residents) resident.wake();
  await waitUntil(() => people.every((person, index) => hasSeen(town, person, lastSeqs[index])), {
    clock: systemClock,
    timeoutMs: PATIENCE_MS,
  });
  town.isLit = false;
  await Promise.all(residents.map((resident) => resident.leave()));
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(delayMs, resolve, true);
  });
}

/** Also when it came out of order: that is for the verdict to find. */
function hasSeen(town: Town, person: UserKey, seq = Number.POSITIVE_INFINITY): boolean {
  const name = formatUser(person);
  return town.streams.some(({ user, newestSeq }) => user === name && newestSeq >= seq);
}
