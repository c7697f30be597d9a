import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { CapacitySearch } from '../capacity.ts';
import { type CostedLook, Town } from '../load/town.ts';
import { pinned } from '../pinned.ts';
import { type Findings, type Options, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRouta } from '../servers.ts';

const FIRST_RATE = 2_000;
const P99_MS_MAX = 25;
/** From here on a slow answer may be the generator's own. */
const GENERATOR_LOAD_MAX = 0.85;

/** A daemon with its town, the search for its capacity, and what one command alone takes. */
interface Contender {
  readonly server: Server;
  readonly town: Town;
  readonly search: CapacitySearch<CostedLook>;
  readonly single: CostedLook;
}

/**
 * Whole lives of bookings: the highest rate of transitions, from socket to socket, at which all
 * of them arrive and p99 stays under 25 ms; and one at a time.
 */
export const bookings: Scenario = async (options) => {
  const contenders = [await enter(await startRouta(), options)];
  if (options.against !== null) {
    contenders.push(
      await enter(await startRouta({ root: options.against, name: 'against' }), options),
    );
  }
  while (contenders.some(({ search }) => !search.isDone)) {
    for (const contender of contenders) {
      if (!contender.search.isDone) await lookOnce(contender, options);
    }
  }
  const rows = Object.fromEntries(contenders.map((each) => [each.server.name, figuresOf(each)]));
  for (const { town, server } of contenders) {
    town.close();
    await server.stop();
  }
  return { rows, remarks: [...contenders.flatMap(remarksOn), floorRemark(contenders, options)] };
};

async function enter(server: Server, { pairs, quick }: Options): Promise<Contender> {
  const town = await Town.open(server, pairs);
  await town.single(quick ? 100 : 300);
  const single = await town.single(quick ? 300 : 1_000);
  return { server, town, single, search: new CapacitySearch<CostedLook>(FIRST_RATE, passes) };
}

function passes(look: CostedLook): boolean {
  return look.done === look.due && look.refused === 0 && worstP99Ms(look) < P99_MS_MAX;
}

function worstP99Ms({ ack, event }: CostedLook): number {
  return Math.max(ack.p99Ms, event.p99Ms);
}

async function lookOnce({ server, town, search }: Contender, { quick }: Options): Promise<void> {
  const [warmUpMs, forMs] = quick ? [1_000, 2_000] : [2_000, 5_000];
  const look = await search.step((perSecond) => town.look(perSecond, warmUpMs, forMs));
  const losses = `${look.due - look.done} late, ${look.refused} refused`;
  const load = `generator ${Math.round(look.generatorLoad * 100)} %`;
  const p99 = worstP99Ms(look).toFixed(1);
  talk(`${server.name}: ${look.perSecond}/s, ${losses}, p99 ${p99} ms, ${load}`);
}

function figuresOf({ search: { best }, single }: Contender): Findings['rows'][string] {
  const alone = { singleAckP50Ms: round(single.ack.p50Ms, 2) };
  const moved = { ...alone, singleEventP50Ms: round(single.event.p50Ms, 2) };
  if (best === null) return { ...moved, perSecond: 0 };
  return {
    ...moved,
    perSecond: best.perSecond,
    ackP50Ms: round(best.ack.p50Ms),
    ackP99Ms: round(best.ack.p99Ms),
    ackP999Ms: round(best.ack.p999Ms),
    eventP50Ms: round(best.event.p50Ms),
    eventP99Ms: round(best.event.p99Ms),
    eventP999Ms: round(best.event.p999Ms),
    acksPerTransition: round(best.acknowledgements / best.doneInAll, 2),
    generatorLoad: round(best.generatorLoad, 2),
  };
}

/** CPU-seconds per 1 000 transitions, by thread, and what else limits the figure. */
function remarksOn({ server, search: { best } }: Contender): readonly string[] {
  if (best === null) return [`${server.name}: no rate passed`];
  const costs = [...best.cpuSeconds]
    .map(([name, seconds]) => [name, (seconds / best.doneInAll) * 1_000] as const)
    .filter(([, seconds]) => seconds >= 0.001)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, seconds]) => `${name} ${round(seconds, 3)}`);
  const remarks = [`${server.name}: CPU-seconds per 1 000 transitions: ${costs.join(', ')}`];
  if (best.generatorLoad >= GENERATOR_LOAD_MAX) {
    remarks.push(`${server.name}: the generator's core was full: the rate is a lower bound`);
  }
  return remarks;
}

/** Raw statements for the same rows, on the same core and disk. */
function floorRemark(contenders: readonly Contender[], { quick }: Options): string {
  const script = join(import.meta.dirname, '..', 'peers', 'sqlite-floor.ts');
  const forMs = String(quick ? 500 : 2_000);
  const [command = process.execPath, ...args] = pinned(0, [process.execPath, script, forMs]);
  const text = execFileSync(command, args, { encoding: 'utf8' });
  const rates = JSON.parse(text) as Readonly<Record<string, number>>;
  const list = Object.entries(rates).map(([group, rate]) => `${rate}/s by ${group}`);
  const best = contenders[0]?.search.best?.perSecond ?? 0;
  const ratio = round(best / Math.max(...Object.values(rates)), 2);
  const floor = `raw SQLite writes these rows ${list.join(', ')} per commit`;
  return `${floor}: routa carries ${ratio} × that`;
}
