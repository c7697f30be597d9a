import { Fleet } from '../load/fleet.ts';
import { round, type Scenario } from '../scenario.ts';
import { type Server, startRelay, startRouta } from '../servers.ts';

/** Resident memory per authenticated connection that does nothing. */
export const idle: Scenario = async ({ pairs }) => {
  const rows = {
    routa: await memoryOf(await startRouta(), pairs),
    'ws relay': await memoryOf(await startRelay(), pairs),
  };
  return { rows, remarks: [`${2 * pairs} connections`] };
};

async function memoryOf(server: Server, pairs: number) {
  const bareBytes = server.rssBytes();
  const fleet = await Fleet.open(server, pairs);
  const heldBytes = server.rssBytes();
  fleet.close();
  await server.stop();
  return {
    bareMb: round(bareBytes / 2 ** 20),
    kbPerConnection: round((heldBytes - bareBytes) / 1024 / (2 * pairs)),
  };
}
