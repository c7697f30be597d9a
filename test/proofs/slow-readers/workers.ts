import type { Admin, Client, Driver, Rider } from '../../../src/client/index.ts';
import { adminOf, driverOf, riderOf, streamOf } from '../../support/people.ts';
import type { ProcessDaemon } from '../../support/process-daemon.ts';
import { PLACES } from '../../support/scene.ts';
import { CAST } from './cast.ts';

/** Positions per stage of a trip; each is awaited by its rider before the next one is sent. */
const POSITIONS = 5;

/** Somebody with the client library, and everything that their stream brought. */
interface Worker {
  readonly userName: string;
  readonly seqs: number[];
  readonly faults: string[];
}

/** What somebody does once, and then again as long as it is wanted. */
type Task = () => Promise<void>;

/** All who work, and their work. */
export class Crew {
  readonly dispatchers: readonly Admin[];
  readonly workers: readonly Worker[];
  private readonly tasks: readonly Task[];

  private constructor(dispatchers: readonly Dispatcher[], shifts: readonly Shift[]) {
    this.dispatchers = dispatchers.map(({ admin }) => admin);
    this.workers = [...dispatchers, ...shifts.flatMap(({ workers }) => workers)];
    this.tasks = shifts.map(({ task }) => task);
  }

  static async open(daemon: ProcessDaemon): Promise<Crew> {
    const dispatchers = await Promise.all(CAST.dispatchers.map((id) => openDispatcher(daemon, id)));
    const dispatcherOf = (id: number): Admin => {
      const dispatcher = dispatchers[id % dispatchers.length];
      if (dispatcher === undefined) throw new Error('nobody dispatches');
      return dispatcher.admin;
    };
    const shifts = await Promise.all([
      ...CAST.pairs.map((id) => openPair(daemon, id, dispatcherOf(id))),
      ...CAST.lonelyDrivers.map((id) => openLonelyDriver(daemon, id, dispatcherOf(id))),
    ]);
    return new Crew(dispatchers, shifts);
  }

  /** Everybody works until it is over, and finishes what was begun. */
  async work(isOver: () => boolean): Promise<void> {
    const shifts = this.tasks.map(async (task) => {
      do await task();
      while (!isOver());
    });
    await Promise.all(shifts);
  }
}

interface Dispatcher extends Worker {
  readonly admin: Admin;
}

interface Shift {
  readonly workers: readonly Worker[];
  readonly task: Task;
}

async function openDispatcher(daemon: ProcessDaemon, id: number): Promise<Dispatcher> {
  const admin = await adminOf(daemon, id);
  const stream = streamOf(admin);
  await admin.client.ready();
  return { ...stream, userName: `admin:${id}`, admin };
}

/** A driver and a rider who make one trip after the other. Nothing of it may be lost. */
async function openPair(daemon: ProcessDaemon, id: number, admin: Admin): Promise<Shift> {
  const driver = await driverOf(daemon, id);
  const rider = await riderOf(daemon, id);
  const workers = [
    { ...streamOf(driver), userName: `driver:${id}` },
    { ...streamOf(rider), userName: `rider:${id}` },
  ];
  await Promise.all([driver.client.ready(), rider.client.ready()]);
  let trips = 0;

  async function trip(): Promise<void> {
    trips += 1;
    const booking_id = `trip-${id}-${trips}`;
    await admin.assign({ booking_id, driver_id: id, rider_id: id, ...PLACES });
    await driver.accept(booking_id);
    await driver.onWay(booking_id);
    await ride(driver, rider);
    await driver.arrived(booking_id);
    await driver.start(booking_id);
    await ride(driver, rider);
    await driver.complete(booking_id);
    await rider.rate(booking_id, 5);
  }

  return { workers, task: trip };
}

/** The driver of a rider who does not read: sends positions that nobody sees. */
async function openLonelyDriver(daemon: ProcessDaemon, id: number, admin: Admin): Promise<Shift> {
  const driver = await driverOf(daemon, id);
  const workers = [{ ...streamOf(driver), userName: `driver:${id}` }];
  await driver.client.ready();
  const booking_id = `lonely-${id}`;
  await admin.assign({ booking_id, driver_id: id, rider_id: id, ...PLACES });
  await driver.accept(booking_id);
  await driver.onWay(booking_id);
  let step = 0;

  async function report(): Promise<void> {
    step += 1;
    driver.sendPosition(fix(step));
    // Its answer comes when the position was taken in, so nobody sends faster than that.
    await driver.client.send({ type: 'ping' });
  }

  return { workers, task: report };
}

async function ride(driver: Driver, rider: Rider): Promise<void> {
  for (let step = 1; step <= POSITIONS; step += 1) {
    const { latitude } = fix(step);
    const seen = nextPosition(rider.client, latitude);
    driver.sendPosition(fix(step));
    await seen;
  }
}

function nextPosition(client: Client, latitude: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.on('location_update', (position) => {
      if (position.latitude !== latitude) return;
      stop();
      resolve();
    });
  });
}

/** A few metres from one to the next: never the same place twice, never implausible. */
function fix(step: number) {
  return { latitude: 14 + (step % 1_000) * 1e-6, longitude: 121 };
}
