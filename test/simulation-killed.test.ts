import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../src/clock/index.ts';
import { runSimulation } from '../src/simulator/run.ts';
import { checkout } from './support/built-program.ts';
import { processDaemon } from './support/process-daemon.ts';

/** Service time passes so much faster, so that trips end within seconds. */
const SPEEDUP = 40;
/** One round through the middle of the town: all ways are short. */
const ROUND = join(checkout, 'fixtures', 'routes', '01-poblacion-loop.geojson');

test('a simulation outlives a daemon that is killed in the middle', {
  timeout: 180_000,
}, async () => {
  const daemon = await processDaemon({ ROUTA_SPEEDUP: String(SPEEDUP) });
  const token = await daemon.tokenFor('admin:1');
  const troubles: string[] = [];
  let crashes = 0;
  let crash = Promise.resolve();
  const killAndStart = async () => {
    await daemon.kill();
    await daemon.start();
  };
  const summary = await runSimulation(
    {
      target: { url: daemon.url, token },
      drivers: 10,
      riders: 8,
      routes: [ROUND],
      durationMs: 8_000,
      seed: 3,
      speedup: SPEEDUP,
      clock: systemClock,
    },
    {
      onProgress({ bookings, driversOnline }) {
        // In the middle of things: trips under way, everybody back from the last time.
        if (crashes >= 2 || bookings.on_way === 0 || driversOnline < 10) return;
        crashes += 1;
        crash = killAndStart();
      },
      onTrouble: (sentence) => troubles.push(sentence),
    },
  );
  await crash;
  expect(troubles).toEqual([]);
  expect(crashes).toBeGreaterThan(0);
  const { bookings, events } = summary;
  expect(bookings.requested).toBeGreaterThan(0);
  expect(bookings.completed + bookings.cancelled).toBe(bookings.requested);
  expect(events).toMatchObject({ lost: 0, repeated: 0, received: events.expected });

  // Nothing of the run is left behind.
  const { tokens } = await daemon.api.call('listTokens', { query: { user_id_prefix: 'sim-' } });
  expect(tokens).toEqual([]);
  expect((await daemon.api.call('listBookings')).bookings).toEqual([]);
});
