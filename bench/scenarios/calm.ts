import { type CostedLook, Fleet } from '../load/fleet.ts';
import { figuresOf, remarksOnStrain } from '../look-figures.ts';
import { type Options, type Row, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRelay, startRouta } from '../servers.ts';

const PER_SECOND = 1_000;
/** Transitions of bookings a second; 1 200 are the whole lives of 200. */
const COMMITS = [0, 200, 1_200];
/** Their drivers and riders are further connections. */
const TOWN_PAIRS = 300;
const ROUNDS = 3;

/** One server with one load, and its looks. */
interface Case {
  readonly name: string;
  readonly fleet: Fleet;
  readonly commitsPerSecond: number;
  readonly looks: CostedLook[];
}

/**
 * Many connections and few positions: what one of them takes; the same while bookings are being
 * committed on the same core.
 */
export const calm: Scenario = async (options) => {
  const servers = [await startRelay(), await startRouta()] as const;
  const [relay, routa] = [await enter(servers[0], options), await enter(servers[1], options)];
  const pairs = options.connections / 2;
  await routa.enrol(pairs + 1, Math.min(pairs, TOWN_PAIRS));
  const cases: readonly Case[] = [
    { name: 'ws relay', fleet: relay, commitsPerSecond: 0, looks: [] },
    ...COMMITS.map((commitsPerSecond) => {
      const name = commitsPerSecond === 0 ? 'routa' : `routa, ${commitsPerSecond} commits/s`;
      return { name, fleet: routa, commitsPerSecond, looks: [] };
    }),
  ];
  for (let turn = 0; turn < (options.quick ? 1 : ROUNDS); turn += 1) {
    for (const each of cases) await lookAt(each, options);
  }
  for (const fleet of [relay, routa]) fleet.close();
  for (const server of servers) await server.stop();
  const rows = Object.fromEntries(cases.map((each) => [each.name, rowOf(each)]));
  return { rows, remarks: remarksOn(cases, options) };
};

function enter(server: Server, { connections }: Options): Promise<Fleet> {
  return Fleet.open(server, { pairs: connections / 2 });
}

async function lookAt({ name, fleet, commitsPerSecond, looks }: Case, { quick }: Options) {
  const [warmUpMs, forMs] = quick ? [1_000, 3_000] : [2_000, 10_000];
  const pace = { perSecond: PER_SECOND, forMs, isPrecise: true };
  const look = await fleet.look(warmUpMs, pace, commitsPerSecond);
  looks.push(look);
  talk(`${name}: p50 ${look.p50Ms.toFixed(2)} ms, p99 ${look.p99Ms.toFixed(2)} ms`);
}

/** The look in the middle, by its p99. */
function middleOf({ looks }: Case): CostedLook | undefined {
  return looks.toSorted((a, b) => a.p99Ms - b.p99Ms)[Math.floor(looks.length / 2)];
}

function rowOf(each: Case): Row {
  const look = middleOf(each);
  if (look === undefined) return {};
  const { commits } = look;
  if (commits === null) return figuresOf(look);
  return {
    ...figuresOf(look),
    commitsDone: commits.done,
    commitsLate: commits.due - commits.done,
    commitAckP50Ms: round(commits.ack.p50Ms, 2),
    commitAckP99Ms: round(commits.ack.p99Ms, 2),
  };
}

function remarksOn(cases: readonly Case[], { connections }: Options): readonly string[] {
  const remarks = [`${connections} connections, ${PER_SECOND} positions/s`];
  const alone = cases.find(({ name }) => name === 'routa');
  for (const each of cases) {
    const look = middleOf(each);
    if (look !== undefined) remarks.push(...remarksOnStrain(each.name, look));
    if (alone === undefined || each.commitsPerSecond === 0) continue;
    const by = (look?.p99Ms ?? Number.NaN) / (middleOf(alone)?.p99Ms ?? Number.NaN);
    remarks.push(`${each.name}: p99 is ${round(by, 2)} × that without`);
  }
  return remarks;
}
