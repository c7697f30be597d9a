import type { Phone } from './phone.ts';
import type { Town } from './town.ts';

const HOUR_MS = 3_600_000;

/** Something that goes wrong. */
interface Fault {
  readonly weight: number;
  readonly strike: (town: Town) => void;
}

const anyPhone = (town: Town): Phone => town.random.pick(town.phones);

function cut(town: Town): void {
  const { random } = town;
  const caller = random.pick([...town.phones, ...town.pages]);
  // Some ends learn at once, some late, some only by their heartbeat.
  const soon = () => (random.next() < 0.6 ? random.integer(0, 200) : random.integer(200, 20_000));
  const daemonLearnsMs = random.next() < 0.25 ? Number.POSITIVE_INFINITY : soon();
  const clientLearnsMs = random.next() < 0.15 ? Number.POSITIVE_INFINITY : soon();
  town.trace.say(caller.name, 'loses its connection');
  caller.cutLinks(clientLearnsMs, daemonLearnsMs);
}

/** Out of reach for a while; then the connection goes on, or is found to be dead. */
function darken(town: Town): void {
  const { random, clock } = town;
  const phone = anyPhone(town);
  const darkMs = random.integer(500, 25_000);
  town.trace.say(phone.name, `has no network for ${darkMs} ms`);
  phone.darkUntilMs = clock.monotonic() + darkMs;
  for (const link of phone.links) link.stall();
  clock.after(darkMs, () => {
    town.trace.say(phone.name, 'has a network again');
    if (random.next() < 0.4) phone.cutLinks(random.integer(0, 500), random.integer(0, 500));
    else for (const link of phone.links) link.flow();
    if (random.next() < 0.3) phone.run?.client.wake();
  });
}

function stallReader(town: Town): void {
  const { random, clock } = town;
  const phone = anyPhone(town);
  const { links } = phone;
  town.trace.say(phone.name, 'stops reading');
  for (const link of links) link.stallReading();
  clock.after(random.integer(500, 15_000), () => {
    for (const link of links) link.flow();
  });
}

function slow(town: Town): void {
  const phone = anyPhone(town);
  phone.delayMsMax = 2_500;
  town.trace.say(phone.name, 'has a slow network');
  town.clock.after(10_000, () => {
    phone.delayMsMax = 80;
  });
}

function killApp(town: Town): void {
  const { random } = town;
  const phone = anyPhone(town);
  const keeps = random.next() < 0.7;
  town.trace.say(phone.name, `the app is killed, and ${keeps ? 'keeps' : 'forgets'} its place`);
  phone.kill();
  town.clock.after(random.integer(0, 4_000), () => {
    if (phone.run === null) phone.start(keeps);
  });
}

/** The same page is loaded once more while the old one lingers: the newer one takes over. */
function takeOver(town: Town): void {
  const phone = anyPhone(town);
  if (phone.run === null) return;
  town.trace.say(phone.name, 'is opened a second time');
  const earlier = phone.run;
  phone.start(true);
  town.clock.after(30_000, () => earlier.kill());
}

function startLater({ clock, random, host }: Town): void {
  clock.after(random.integer(50, 5_000), () => host.start());
}

function crash(town: Town): void {
  town.host.kill('at once');
  startLater(town);
}

function crashAfterCommit(town: Town): void {
  const { host, clock } = town;
  host.killAfterCommit();
  clock.after(5_000, () => {
    host.spare();
    if (!host.isRunning) startLater(town);
  });
}

function restartPolitely(town: Town): void {
  const { host, clock, random, config } = town;
  void host.stop(config.shutdown.windowMs).then(() => host.start());
  // Not everything that is asked to stop comes to its end.
  if (random.next() < 0.3) clock.after(1_500, () => crash(town));
}

function fillDisk(town: Town): void {
  const { disk } = town;
  town.trace.say('disk', 'is full');
  const { db } = disk;
  town.wasFull = true;
  disk.fill();
  town.clock.after(town.random.integer(500, 8_000), () => {
    town.trace.say('disk', 'has room again');
    if (disk.db === db) disk.free();
  });
}

function jumpDaemonClock(town: Town): void {
  const byMs = town.random.pick([-HOUR_MS, HOUR_MS, -10_000, 10_000]);
  town.trace.say('daemon', `its clock jumps by ${byMs} ms`);
  town.host.jumpClock(byMs);
}

function jumpPhoneClock(town: Town): void {
  const phone = anyPhone(town);
  const byMs = town.random.pick([-HOUR_MS, HOUR_MS, -5_000]);
  town.trace.say(phone.name, `its clock jumps by ${byMs} ms`);
  phone.clockOffsetMs += byMs;
  phone.run?.clock.jump(byMs);
}

function revoke(town: Town): void {
  const phone = anyPhone(town);
  const [role, userId] = phone.user.split(':') as ['driver', string];
  town.trace.say(phone.name, 'its tokens are revoked');
  // It may fail as the daemon may: then nothing was revoked.
  town.host.daemon?.live.parts.tokens.revoke({ role, userId }).catch(() => {});
}

function restore(town: Town): void {
  const copy = town.disk.copy();
  town.trace.say('disk', 'is copied');
  town.clock.after(town.random.integer(3_000, 20_000), () => {
    town.host.kill('to put an older copy back');
    town.restore(copy);
    town.trace.say('disk', 'is the older copy');
    startLater(town);
  });
}

/** What is more than a few messages old is not kept. */
function prune(town: Town): void {
  const { daemon } = town.host;
  if (daemon === null) return;
  town.trace.say('daemon', 'prunes its streams');
  const { retention } = town.config;
  const dayMs = 24 * HOUR_MS;
  const limits = {
    streamMs: retention.streamDays * dayMs,
    streamCountMax: 5,
    commandMs: dayMs,
    trackMs: dayMs,
  };
  daemon.store.purge(daemon.clock.now(), limits).catch(() => {});
}

/** A new token while the session is open. */
function refresh(town: Town): void {
  const { client } = anyPhone(town).run ?? {};
  const phone = town.phones.find(({ run }) => run?.client === client);
  if (client === undefined || phone === undefined) return;
  const refreshed = town.issueToken(phone.user).then((token) => client.refresh(token));
  refreshed.catch(() => {});
}

function wake(town: Town): void {
  anyPhone(town).run?.client.wake();
}

const FAULTS: readonly Fault[] = [
  { weight: 10, strike: cut },
  { weight: 8, strike: darken },
  { weight: 4, strike: stallReader },
  { weight: 3, strike: slow },
  { weight: 5, strike: killApp },
  { weight: 2, strike: takeOver },
  { weight: 2, strike: crash },
  { weight: 3, strike: crashAfterCommit },
  { weight: 2, strike: restartPolitely },
  { weight: 1, strike: fillDisk },
  { weight: 2, strike: jumpDaemonClock },
  { weight: 2, strike: jumpPhoneClock },
  { weight: 2, strike: revoke },
  { weight: 0.4, strike: restore },
  { weight: 2, strike: prune },
  { weight: 2, strike: refresh },
  { weight: 2, strike: wake },
];
const TOTAL = FAULTS.reduce((sum, { weight }) => sum + weight, 0);

/** One of the faults strikes. */
export function strike(town: Town): void {
  let left = town.random.between(0, TOTAL);
  for (const fault of FAULTS) {
    left -= fault.weight;
    if (left >= 0) continue;
    fault.strike(town);
    return;
  }
}
