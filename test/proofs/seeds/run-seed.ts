import { strike } from './faults.ts';
import { Town } from './town.ts';
import { checkAll } from './verdict.ts';

const ROUGH_MS = 60_000;
/** Somebody does something every so often, and something goes wrong. */
const ACT_EVERY_MS = 250;
const FAULT_EVERY_MS = 2_500;
/** By then everybody has noticed what is dead, waited, and come back. */
const HEALED_WITHIN_MS = 400_000;
const LOOK_EVERY_MS = 5_000;

export interface SeedReport {
  readonly violation: string | null;
  readonly lines: readonly string[];
  readonly acknowledged: number;
  readonly shown: number;
}

/** One minute of a town in which everything goes wrong, and whether everybody got over it. */
export async function runSeed(seed: number): Promise<SeedReport> {
  const town = new Town(seed);
  try {
    open(town);
    await pass(town, ROUGH_MS);
    heal(town);
    await untilHealed(town);
    if (town.trace.violation === null) checkAll(town);
    await close(town);
  } catch (error) {
    town.trace.fail(
      'town',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
  }
  town.disk.close();
  const { violation, lines } = town.trace;
  const shown = lines.filter((line) => line.includes(' shows ')).length;
  return { violation, lines, acknowledged: town.ledger.acknowledgedCount, shown };
}

function open(town: Town): void {
  const { clock, random } = town;
  town.host.start();
  for (const phone of town.phones) phone.start(false);
  for (const page of town.pages) page.open();
  const repeat = (everyMs: number, run: () => void) => {
    const again = () => {
      if (clock.monotonic() >= ROUGH_MS) return;
      run();
      clock.after(random.integer(0, 2 * everyMs), again);
    };
    clock.after(random.integer(0, 2 * everyMs), again);
  };
  repeat(ACT_EVERY_MS, () => random.pick(town.phones).act());
  repeat(FAULT_EVERY_MS, () => strike(town));
}

/** Everything that is planned until then happens, one thing after the other. */
async function pass(town: Town, untilMs: number): Promise<void> {
  while (town.trace.violation === null && town.clock.step(untilMs)) await settled();
  town.clock.advance(Math.max(0, untilMs - town.clock.monotonic()));
}

/** Promises are kept before the next thing happens; nothing here waits for the real world. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Nothing goes wrong any more, and whoever was turned away logs in again. */
function heal(town: Town): void {
  town.trace.say('town', 'is left in peace');
  town.isRough = false;
  town.disk.free();
  town.host.spare();
  town.host.start();
}

async function untilHealed(town: Town): Promise<void> {
  const deadlineMs = town.clock.monotonic() + HEALED_WITHIN_MS;
  let looks = 0;
  while (town.trace.violation === null && town.clock.monotonic() < deadlineMs) {
    await pass(town, town.clock.monotonic() + LOOK_EVERY_MS);
    town.host.start();
    for (const phone of town.phones) {
      if (phone.run === null || phone.run.client.status.state === 'refused') phone.start(true);
    }
    looks = laggards(town).length === 0 && isStill(town) ? looks + 1 : 0;
    // Seen twice, so that what came last, such as the state of a room, has come.
    if (looks === 2) return;
  }
  for (const laggard of laggards(town)) town.trace.fail('town', `${laggard} did not heal`);
}

/** Whoever has not seen everything. */
function laggards(town: Town): readonly string[] {
  const behind: string[] = [];
  for (const { user, name, run } of town.phones) {
    const { newest } = town.truth.state(user);
    const { state } = run?.client.status ?? { state: 'closed' };
    const seq = run?.view.place?.seq ?? 0;
    if (state !== 'live') behind.push(`${name} (${state})`);
    else if (seq !== newest) behind.push(`${name} (shows ${seq} of ${newest})`);
  }
  for (const page of town.pages) {
    const missed = page.missed();
    if (missed.length > 0) behind.push(`${page.name} (missed ${missed.join(', ')})`);
  }
  return behind;
}

/** No booking waits for a timer any more, so nothing happens by itself. */
function isStill(town: Town): boolean {
  const waits = ['pending', 'declined', 'assigned'];
  return [...town.truth.bookings.stages.values()].every(({ status }) => !waits.includes(status));
}

async function close(town: Town): Promise<void> {
  const closing = Promise.all([
    ...town.phones.map(({ run }) => run?.client.close()),
    town.host.stop(0),
  ]);
  let isClosed = false;
  void closing.then(() => {
    isClosed = true;
  });
  await pass(town, town.clock.monotonic() + 10_000);
  if (!isClosed) town.trace.fail('town', 'did not close');
  for (const { name, run } of town.phones) {
    const left = run?.clock.pendingCount ?? 0;
    if (left > 0) town.trace.fail(name, `left ${left} timers behind`);
  }
}
