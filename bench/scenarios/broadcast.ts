import type { Broadcast } from '../load/crowd-messages.ts';
import { Fleet } from '../load/fleet.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import { median, type Options, type Row, ratios, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRelay, startRouta, startSocketIo } from '../servers.ts';

/** Of one user there are at most 50. */
const SESSIONS_PER_ADMIN = 40;
const ROOM = 'booking:1';
const ROUNDS = 7;
const PER_ROUND = 5;

/** A server whose room is full, and what each round of broadcasts took. */
interface Contender {
  readonly server: Server;
  readonly fleet: Fleet;
  readonly rounds: (readonly Broadcast[])[];
  readonly kbPerConnection: number;
  cpuSeconds: number;
}

/**
 * One position to everybody who watches one booking: the time from its sending until the last of
 * them has it.
 */
export const broadcast: Scenario = async (options) => {
  const contenders: Contender[] = [];
  for (const open of [() => startRouta(), startRelay, startSocketIo]) {
    contenders.push(await enter(await open(), options));
  }
  for (let round = 0; round < (options.quick ? 3 : ROUNDS); round += 1) {
    for (const contender of contenders) await sendTo(contender);
  }
  for (const { fleet, server } of contenders) {
    fleet.close();
    await server.stop();
  }
  const [ours, ...others] = contenders;
  const remarks = others.map((other) => {
    const ratio = ratios(`the ${other.server.name}'s`, lastsOf(ours), lastsOf(other));
    return `routa's time to the last receiver is ${ratio}`;
  });
  const rows = Object.fromEntries(contenders.map((each) => [each.server.name, rowOf(each)]));
  return { rows, remarks: [`${options.connections} receivers`, ...remarks] };
};

async function enter(server: Server, { connections }: Options): Promise<Contender> {
  const fleet = await Fleet.open(server, { pairs: 1 });
  const bareBytes = server.rssBytes();
  await fleet.watch(ROOM, Math.ceil(connections / SESSIONS_PER_ADMIN), SESSIONS_PER_ADMIN);
  const kbPerConnection = (server.rssBytes() - bareBytes) / 1024 / connections;
  await fleet.broadcast(PER_ROUND);
  return { server, fleet, rounds: [], kbPerConnection, cpuSeconds: 0 };
}

async function sendTo(contender: Contender): Promise<void> {
  const { server, fleet, rounds } = contender;
  const before = cpuSecondsOf(server.pid);
  const round = await fleet.broadcast(PER_ROUND);
  contender.cpuSeconds += cpuSecondsOf(server.pid) - before;
  rounds.push(round);
  talk(`${server.name}: ${round.map(({ lastMs }) => lastMs.toFixed(0)).join(', ')} ms`);
}

/** Of each round, what the last receiver waited for the broadcast in the middle. */
function lastsOf(contender: Contender | undefined): readonly number[] {
  return contender?.rounds.map((round) => median(round.map(({ lastMs }) => lastMs))) ?? [];
}

function rowOf({ rounds, cpuSeconds, kbPerConnection }: Contender): Row {
  const all = rounds.flat();
  const middle = (figure: (each: Broadcast) => number) => median(all.map(figure));
  const delivered = all.reduce((sum, { receivers }) => sum + receivers, 0);
  const lastMs = middle((each) => each.lastMs);
  return {
    receivers: middle(({ receivers }) => receivers),
    halfMs: round(middle(({ halfMs }) => halfMs)),
    lastMs: round(lastMs),
    worstLastMs: round(Math.max(...all.map((each) => each.lastMs))),
    deliveredPerSecond: Math.round((middle(({ receivers }) => receivers) * 1000) / lastMs),
    cpuSecondsPerMillion: round((cpuSeconds / delivered) * 1e6),
    kbPerConnection: round(kbPerConnection, 2),
    generatorLoad: round(
      middle(({ load }) => load),
      2,
    ),
  };
}
