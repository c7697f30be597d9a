import { type CostedLook, Fleet } from '../load/fleet.ts';
import type { Pace } from '../load/pace.ts';
import { remarksOnStrain } from '../look-figures.ts';
import { median, type Row, round, type Scenario, talk } from '../scenario.ts';
import { startRouta } from '../servers.ts';

const ADMINS = 10;
const ROOM = 'fleet';
const ROUNDS = 3;
/** Whole seconds, because the fleet is shown once a second. */
const WARM_UP_MS = 2_000;

/**
 * Every driver sends a position a second, and admins watch all of them: what those see, and what
 * part of a core it takes, against the same load with nobody watching.
 */
export const watch: Scenario = async ({ connections, quick }) => {
  const drivers = connections / 2;
  const server = await startRouta();
  // No bookings: what is measured is the fleet as admins see it.
  const fleet = await Fleet.open(server, { pairs: drivers, trips: 0 });
  const pace = { perSecond: drivers, forMs: quick ? 4_000 : 10_000 };
  const alone: CostedLook[] = [];
  const watched: CostedLook[] = [];
  for (let turn = 0; turn < (quick ? 1 : ROUNDS); turn += 1) {
    await fleet.unwatch(ROOM);
    alone.push(await fleet.look(WARM_UP_MS, pace));
    await fleet.watch(ROOM, ADMINS);
    watched.push(await fleet.look(WARM_UP_MS, pace));
    const [before, after] = [alone, watched].map((looks) => round(coreOf(looks.at(-1), pace), 2));
    talk(`part of a core: ${before} alone, ${after} watched`);
  }
  fleet.close();
  await server.stop();
  const added = median(watched.map((look, at) => coreOf(look, pace) - coreOf(alone[at], pace)));
  const cores = alone.map((look) => coreOf(look, pace));
  return {
    rows: {
      'nobody watches': { partOfCore: round(median(cores), 3) },
      [`${ADMINS} admins`]: {
        ...seenBy(middleOf(watched), pace),
        addedPartOfCore: round(added, 3),
      },
    },
    remarks: [
      `${drivers} drivers, a position a second each; latency is until an admin has it`,
      ...watched.slice(-1).flatMap((look) => remarksOnStrain('watch', look)),
    ],
  };
};

/** What the server took of its core. */
function coreOf(look: CostedLook | undefined, { forMs }: Pace): number {
  return ((look?.cpuSeconds ?? Number.NaN) * 1000) / (WARM_UP_MS + forMs);
}

/** The look in the middle, by what it cost. */
function middleOf(looks: readonly CostedLook[]): CostedLook | undefined {
  const sorted = looks.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds);
  return sorted[Math.floor(looks.length / 2)];
}

function seenBy(look: CostedLook | undefined, pace: Pace): Row {
  if (look === undefined) return {};
  const { watched, strain, cpuSeconds } = look;
  const perSecond = (count: number) => (count * 1000) / pace.forMs;
  const inAll = watched.positions * (1 + WARM_UP_MS / pace.forMs);
  return {
    partOfCore: round(coreOf(look, pace), 3),
    deliveredPerSecond: Math.round(perSecond(watched.positions)),
    framesPerSecondPerAdmin: round(perSecond(watched.frames) / ADMINS),
    kbPerFrame: round(watched.bytes / watched.frames / 1024),
    p50Ms: Math.round(watched.p50Ms),
    p99Ms: Math.round(watched.p99Ms),
    p999Ms: Math.round(watched.p999Ms),
    cpuSecondsPerMillion: round((cpuSeconds / inAll) * 1e6),
    generatorLoad: round(strain.load ?? 0, 2),
    generatorLateP99Ms: round(strain.lateP99Ms, 2),
  };
}
