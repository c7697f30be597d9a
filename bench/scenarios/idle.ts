import { setTimeout as pause } from 'node:timers/promises';
import { Fleet } from '../load/fleet.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import { type Row, round, type Scenario, talk } from '../scenario.ts';
import { type Server, startRelay, startRouta, startSocketIo } from '../servers.ts';

/** In which memory settles, and every connection is pinged once. */
const HELD_MS = 30_000;
const HELD_MS_QUICK = 5_000;

/** Memory and processor time of authenticated connections that do nothing. */
export const idle: Scenario = async ({ connections, quick }) => {
  const rows: Record<string, Row> = {};
  for (const open of [() => startRouta(), startRelay, startSocketIo]) {
    const server = await open();
    rows[server.name] = await holdOpen(server, connections, quick ? HELD_MS_QUICK : HELD_MS);
    talk(`${server.name}: ${JSON.stringify(rows[server.name])}`);
  }
  return { rows, remarks: [`${connections} connections`] };
};

async function holdOpen(server: Server, connections: number, forMs: number): Promise<Row> {
  const bareBytes = server.rssBytes();
  const fleet = await Fleet.open(server, { pairs: connections / 2, trips: 0 });
  const openedBytes = server.rssBytes();
  const before = cpuSecondsOf(server.pid);
  await pause(forMs);
  const cpuSeconds = cpuSecondsOf(server.pid) - before;
  const heldBytes = server.rssBytes();
  fleet.close();
  await server.stop();
  return {
    bareMb: round(bareBytes / 2 ** 20),
    openedMb: round(openedBytes / 2 ** 20),
    heldMb: round(heldBytes / 2 ** 20),
    kbPerConnection: round((heldBytes - bareBytes) / 1024 / connections, 2),
    cpuPercent: round((cpuSeconds * 100_000) / forMs, 2),
  };
}
