import { CapacitySearch } from '../capacity.ts';
import { Fleet } from '../load/fleet.ts';
import type { Look } from '../load/positions-messages.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import { type Options, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRelay, startRouta } from '../servers.ts';

const FIRST_RATE = 8_000;
const P99_MS_MAX = 50;

/** A server with its fleet and the search for its capacity. */
interface Contender {
  readonly server: Server;
  readonly fleet: Fleet;
  readonly search: CapacitySearch<Look>;
  cpuSeconds: number;
  delivered: number;
}

/** Each driver's positions go to the rider of their live booking. */
export const fleet: Scenario = async (options) => {
  const routa = await enter(await startRouta(), options);
  const relay = await enter(await startRelay(), options);
  const contenders = [routa, relay];
  while (contenders.some(({ search }) => !search.isDone)) {
    for (const contender of contenders) {
      if (!contender.search.isDone) await lookOnce(contender, options);
    }
  }
  const ratio = round((routa.search.best?.perSecond ?? 0) / (relay.search.best?.perSecond ?? 1), 2);
  const rows = Object.fromEntries(contenders.map((each) => [each.server.name, figuresOf(each)]));
  for (const { fleet, server } of contenders) {
    fleet.close();
    await server.stop();
  }
  return { rows, remarks: [`routa carries ${ratio} × what the bare ws relay carries`] };
};

async function enter(server: Server, { pairs }: Options): Promise<Contender> {
  const search = new CapacitySearch<Look>(FIRST_RATE, passes);
  return { server, search, fleet: await Fleet.open(server, pairs), cpuSeconds: 0, delivered: 0 };
}

function passes(look: Look): boolean {
  return look.delivered === look.sent && look.p99Ms < P99_MS_MAX;
}

async function lookOnce(contender: Contender, { quick }: Options): Promise<void> {
  const { server, fleet, search } = contender;
  const [warmUpMs, forMs] = quick ? [500, 2_000] : [1_500, 5_000];
  const before = cpuSecondsOf(server.pid);
  const look = await search.step((perSecond) => fleet.look(perSecond, warmUpMs, forMs));
  contender.cpuSeconds += cpuSecondsOf(server.pid) - before;
  contender.delivered += look.delivered * (1 + warmUpMs / forMs);
  const lost = look.sent - look.delivered;
  talk(`${server.name}: ${look.perSecond}/s, ${lost} lost, p99 ${look.p99Ms.toFixed(1)} ms`);
}

function figuresOf({ search: { best }, cpuSeconds, delivered }: Contender) {
  return {
    perSecond: best?.perSecond ?? 0,
    p50Ms: round(best?.p50Ms ?? 0),
    p99Ms: round(best?.p99Ms ?? 0),
    p999Ms: round(best?.p999Ms ?? 0),
    cpuSecondsPerMillion: round((cpuSeconds / delivered) * 1e6),
  };
}
