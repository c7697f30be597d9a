/** `npm run bench`: the daemon beside a bare relay, in one run. Method and caveats: README.md. */
import { parseArgs } from 'node:util';
import { CapacitySearch } from './capacity.ts';
import { Fleet } from './fleet.ts';
import { type Server, startRelay, startRouta } from './servers.ts';

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '1000' },
  },
});
const PAIRS = Number(flags.pairs);
const WARM_UP_MS = flags.quick ? 500 : 1_500;
const LOOK_MS = flags.quick ? 2_000 : 5_000;
const FIRST_RATE = 8_000;
const STARTS = flags.quick ? 3 : 5;

interface Result {
  readonly name: string;
  readonly startMs: number;
  readonly bareMb: number;
  readonly kbPerConnection: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly cpuSecondsPerMillion: number;
}

const talk = (text: string) => process.stderr.write(`${text}\n`);

/** A server with its fleet and the search for its capacity. */
interface Contender {
  readonly server: Server;
  readonly fleet: Fleet;
  readonly search: CapacitySearch;
  readonly startMs: number;
  readonly bareBytes: number;
  readonly heldBytes: number;
  cpuSeconds: number;
  delivered: number;
}

async function enter(open: () => Promise<Server>): Promise<Contender> {
  const starts: number[] = [];
  for (let index = 1; index < STARTS; index += 1) {
    const server = await open();
    starts.push(server.startMs);
    await server.stop();
  }
  const server = await open();
  starts.push(server.startMs);
  const bareBytes = server.rssBytes();
  const fleet = await Fleet.open(server, PAIRS);
  return {
    server,
    fleet,
    search: new CapacitySearch(FIRST_RATE),
    startMs: median(starts),
    bareBytes,
    heldBytes: server.rssBytes(),
    cpuSeconds: 0,
    delivered: 0,
  };
}

async function lookOnce(contender: Contender): Promise<void> {
  const before = contender.server.cpuSeconds();
  const look = await contender.search.step(contender.fleet, WARM_UP_MS, LOOK_MS);
  contender.cpuSeconds += contender.server.cpuSeconds() - before;
  contender.delivered += look.delivered * (1 + WARM_UP_MS / LOOK_MS);
  const { name } = contender.server;
  const p99 = look.p99Ms.toFixed(1);
  talk(`${name}: ${look.perSecond}/s, ${look.sent - look.delivered} lost, p99 ${p99} ms`);
}

function resultOf(contender: Contender): Result {
  const { server, search, bareBytes, heldBytes } = contender;
  return {
    name: server.name,
    startMs: Math.round(contender.startMs),
    bareMb: round(bareBytes / 2 ** 20),
    kbPerConnection: round((heldBytes - bareBytes) / 1024 / (2 * PAIRS)),
    perSecond: search.best?.perSecond ?? 0,
    p50Ms: round(search.best?.p50Ms ?? 0),
    p99Ms: round(search.best?.p99Ms ?? 0),
    p999Ms: round(search.best?.p999Ms ?? 0),
    cpuSecondsPerMillion: round((contender.cpuSeconds / contender.delivered) * 1e6),
  };
}

const round = (value: number) => Math.round(value * 10) / 10;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function show(results: readonly Result[]): void {
  const [routa, relay] = results;
  const ratio = routa && relay ? round((routa.perSecond / relay.perSecond) * 100) / 100 : null;
  if (flags.json) console.log(JSON.stringify({ pairs: PAIRS, results, ratio }));
  else {
    console.table(Object.fromEntries(results.map(({ name, ...figures }) => [name, figures])));
    console.log(`routa carries ${ratio} × what the bare ws relay carries, in this run`);
  }
}

const contenders = [await enter(startRouta), await enter(startRelay)];
while (contenders.some(({ search }) => !search.isDone)) {
  for (const contender of contenders) {
    if (!contender.search.isDone) await lookOnce(contender);
  }
}
show(contenders.map(resultOf));
for (const { fleet, server } of contenders) {
  fleet.close();
  await server.stop();
}
