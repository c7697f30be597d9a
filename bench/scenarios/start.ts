import { median, type Scenario } from '../scenario.ts';
import { type Server, startRelay, startRouta } from '../servers.ts';

/** From the start of the process to its `ready` line. */
export const start: Scenario = async ({ quick }) => {
  const count = quick ? 3 : 5;
  const rows = {
    routa: { startMs: await medianStartMs(() => startRouta(), count) },
    'ws relay': { startMs: await medianStartMs(startRelay, count) },
  };
  return { rows, remarks: [`start to ready, median of ${count}`] };
};

async function medianStartMs(open: () => Promise<Server>, count: number): Promise<number> {
  const starts: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const server = await open();
    starts.push(server.startMs);
    await server.stop();
  }
  return Math.round(median(starts));
}
