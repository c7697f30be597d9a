import { Fleet } from '../load/fleet.ts';
import type { Percentiles } from '../load/latencies.ts';
import { fillRiders, StalledCrowd } from '../load/stalled-crowd.ts';
import { Town } from '../load/town.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import { type Findings, median, type Options, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRouta } from '../servers.ts';

const STALLED = 200;
/** A driver and a rider each: 200 clients that work. */
const PAIRS = 100;
/** Far below what the daemon can do, so that what is measured is not a queue. */
const COMMANDS_PER_SECOND = 1_000;
const POSITIONS_PER_SECOND = 4_000;
/** Nobody is closed while it is looked, neither for not reading nor for not answering. */
const SETTINGS = {
  ROUTA_LIMITS_OUTGOING_STALL_MS: '86400000',
  ROUTA_LIMITS_HEARTBEAT_MS: '86400000',
};

/** What 200 clients do, and how long each of it took. */
interface Work {
  look(warmUpMs: number, forMs: number): Promise<Percentiles>;
  close(): void;
}

/** A daemon with its workers, and perhaps with those that do not read. */
interface Place {
  readonly server: Server;
  readonly work: Work;
  readonly crowd: StalledCrowd | null;
  readonly looks: (Percentiles & { readonly cpuSeconds: number })[];
}

/**
 * What those who do not read cost those who work: the same work on two daemons, in turns, of which
 * one also holds 200 full sockets of the same riders.
 */
export const slow: Scenario = async (options) => {
  const rows: Record<string, Findings['rows'][string]> = {};
  const remarks: string[] = [];
  for (const [name, open] of [
    ['commands', openTown],
    ['positions', openFleet],
  ] as const) {
    const { alone, beside, full } = await compare(name, open, options);
    rows[`${name} alone`] = alone;
    rows[`${name} beside`] = beside;
    const p99 = round(beside.p99Ms / alone.p99Ms, 2);
    const cpu = round(beside.cpuSecondsPerLook / alone.cpuSecondsPerLook, 2);
    const times = `p99 is ${p99} ×, CPU time ${cpu} × that of without`;
    remarks.push(`${name}: beside ${full} full sockets ${times}`);
  }
  return { rows, remarks };
};

async function compare(name: string, open: typeof openTown, { quick }: Options) {
  const alone = await enter(`${name} alone`, open, 0);
  const beside = await enter(`${name} beside`, open, STALLED);
  // Long looks: V8 collects the old generation a few seconds after a daemon that waited its
  // turn works again, and of four seconds the 40 ms of that are the hundredth that makes the p99.
  const [rounds, warmUpMs, forMs] = quick ? [3, 500, 2_000] : [5, 1_000, 12_000];
  for (let round = 1; round <= rounds; round += 1) {
    // In turns, and the other one first every time: a machine has better and worse minutes.
    const places = round % 2 === 0 ? [beside, alone] : [alone, beside];
    for (const { server, work, looks } of places) {
      const before = cpuSecondsOf(server.pid);
      const look = await work.look(warmUpMs, forMs);
      looks.push({ ...look, cpuSeconds: cpuSecondsOf(server.pid) - before });
      talk(`${server.name}: p50 ${look.p50Ms.toFixed(2)} ms, p99 ${look.p99Ms.toFixed(2)} ms`);
    }
  }
  const full = (await beside.crowd?.countFull()) ?? 0;
  for (const place of [alone, beside]) await leave(place);
  return { alone: figuresOf(alone), beside: figuresOf(beside), full };
}

async function enter(
  name: string,
  open: (server: Server) => Promise<Work>,
  stalled: number,
): Promise<Place> {
  const server = await startRouta({ name, settings: SETTINGS });
  const work = await open(server);
  const crowd = stalled === 0 ? null : await StalledCrowd.open(server, stalled);
  await fillRiders(server);
  return { server, work, crowd, looks: [] };
}

async function leave({ server, work, crowd }: Place): Promise<void> {
  work.close();
  crowd?.close();
  await server.stop();
}

/** From when a command was due until its durable message has arrived. */
async function openTown(server: Server): Promise<Work> {
  const town = await Town.open(server, PAIRS);
  return {
    look: async (warmUpMs, forMs) => (await town.look(COMMANDS_PER_SECOND, warmUpMs, forMs)).event,
    close: () => town.close(),
  };
}

/** From when a position was due until its rider has it. */
async function openFleet(server: Server): Promise<Work> {
  const fleet = await Fleet.open(server, { pairs: PAIRS });
  return {
    look: (warmUpMs, forMs) => fleet.look(warmUpMs, { perSecond: POSITIONS_PER_SECOND, forMs }),
    close: () => fleet.close(),
  };
}

function figuresOf({ looks }: Place) {
  return {
    p50Ms: round(median(looks.map(({ p50Ms }) => p50Ms)), 2),
    p99Ms: round(median(looks.map(({ p99Ms }) => p99Ms)), 2),
    cpuSecondsPerLook: round(median(looks.map(({ cpuSeconds }) => cpuSeconds)), 2),
  };
}
