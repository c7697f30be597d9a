import { CapacitySearch } from '../capacity.ts';
import { type CostedLook, Fleet } from '../load/fleet.ts';
import { figuresOf, remarksOnStrain } from '../look-figures.ts';
import { median, type Options, ratios, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRelay, startRouta, startSocketIo } from '../servers.ts';

const FIRST_RATE = 8_000;
/** A later search begins somewhat below what the one before it found. */
const LATER_START = 0.75;
const P99_MS_MAX = 50;

/** A server with its fleet and what the searches for its capacity found, one after the other. */
interface Contender {
  readonly server: Server;
  readonly fleet: Fleet;
  readonly kbPerConnection: number;
  readonly found: CostedLook[];
}

/** Each driver's positions go to the rider of their live booking. */
export const fleet: Scenario = async (options) => {
  const contenders: Contender[] = [];
  for (const open of [() => startRouta(), startRelay, startSocketIo]) {
    contenders.push(await enter(await open(), options));
  }
  if (options.against !== null) {
    const other = await startRouta({ root: options.against, name: 'against' });
    contenders.push(await enter(other, options));
  }
  for (let round = 1; round <= (options.quick ? 1 : 3); round += 1) {
    await searchInTurns(contenders, options);
  }
  for (const { fleet, server } of contenders) {
    fleet.close();
    await server.stop();
  }
  const rows = Object.fromEntries(contenders.map((each) => [each.server.name, rowOf(each)]));
  return { rows, remarks: [...remarksOn(contenders)] };
};

async function enter(server: Server, { pairs }: Options): Promise<Contender> {
  const bareBytes = server.rssBytes();
  const fleet = await Fleet.open(server, { pairs });
  const kbPerConnection = (server.rssBytes() - bareBytes) / 1024 / (2 * pairs);
  return { server, fleet, kbPerConnection, found: [] };
}

async function searchInTurns(contenders: readonly Contender[], options: Options): Promise<void> {
  const searches = contenders.map(({ found }) => {
    const before = found.at(-1)?.perSecond;
    const firstRate = before === undefined ? FIRST_RATE : Math.round(before * LATER_START);
    return new CapacitySearch<CostedLook>(firstRate, passes);
  });
  while (searches.some((search) => !search.isDone)) {
    for (const [index, contender] of contenders.entries()) {
      const search = searches[index];
      if (search?.isDone === false) await lookOnce(contender, search, options);
    }
  }
  for (const [index, { found }] of contenders.entries()) {
    const best = searches[index]?.best;
    if (best) found.push(best);
  }
}

function passes(look: CostedLook): boolean {
  return look.delivered === look.sent && look.p99Ms < P99_MS_MAX;
}

async function lookOnce(
  { server, fleet }: Contender,
  search: CapacitySearch<CostedLook>,
  { quick }: Options,
): Promise<void> {
  const [warmUpMs, forMs] = quick ? [500, 2_000] : [1_500, 4_000];
  const look = await search.step((perSecond) => fleet.look(warmUpMs, { perSecond, forMs }));
  const lost = `${look.sent - look.delivered} lost`;
  const load = `generator ${Math.round((look.strain.load ?? 0) * 100)} %`;
  talk(`${server.name}: ${look.perSecond}/s, ${lost}, p99 ${look.p99Ms.toFixed(1)} ms, ${load}`);
}

/** The search in the middle. */
function rowOf({ found, kbPerConnection }: Contender) {
  const middle = median(found.map(({ perSecond }) => perSecond));
  const look = found.find(({ perSecond }) => perSecond === middle);
  return look === undefined
    ? { deliveredPerSecond: 0 }
    : { ...figuresOf(look), kbPerConnection: round(kbPerConnection) };
}

function* remarksOn([ours, ...others]: readonly Contender[]): Iterable<string> {
  const rates = (each: Contender | undefined) =>
    each?.found.map(({ perSecond }) => perSecond) ?? [];
  for (const other of others) {
    yield `routa carries ${ratios(`what ${other.server.name} carries`, rates(ours), rates(other))}`;
  }
  for (const { server, found } of [ours, ...others].filter((each) => each !== undefined)) {
    for (const look of found.slice(-1)) yield* remarksOnStrain(server.name, look);
  }
}
