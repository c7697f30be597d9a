import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { BUNDLED_ROUTES } from './routes/bundled-routes.ts';
import { runSimulation } from './run.ts';
import type { SimulationReady } from './simulation-options.ts';

/** A run takes as long as its people drive; nothing here depends on how fast the machine is. */
const TIMEOUT_MS = 120_000;
/** One round through the middle of the town: all ways are short. */
const ROUND = join(BUNDLED_ROUTES, '01-poblacion-loop.geojson');

describe('a simulation with a daemon of its own', () => {
  it('carries trips through, and loses and repeats nothing', { timeout: TIMEOUT_MS }, async () => {
    const troubles: string[] = [];
    const phases = new Set<string>();
    const summary = await runSimulation(
      {
        target: 'private',
        drivers: 8,
        riders: 5,
        routes: [ROUND],
        durationMs: 5_000,
        seed: 1,
        speedup: 40,
        clock: systemClock,
      },
      {
        onProgress: ({ phase }) => phases.add(phase),
        onTrouble: (sentence) => troubles.push(sentence),
      },
    );
    expect(troubles).toEqual([]);
    expect(summary).toMatchObject({ drivers: 8, riders: 5, errors: 0 });
    const { bookings, positions, events } = summary;
    expect(bookings.completed).toBeGreaterThan(0);
    expect(bookings.completed + bookings.cancelled).toBe(bookings.requested);
    expect(positions.delivered).toBeGreaterThan(0);
    expect(events).toMatchObject({ lost: 0, repeated: 0, received: events.expected });
    expect(phases).toContain('running');
  });

  it('ends when it is told to', { timeout: TIMEOUT_MS }, async () => {
    const stop = new AbortController();
    const started: SimulationReady[] = [];
    const summary = await runSimulation(
      { target: 'private', drivers: 2, seed: 7, clock: systemClock },
      {
        stop: stop.signal,
        stopAtOnce: stop.signal,
        onReady(ready) {
          started.push(ready);
          stop.abort();
        },
      },
    );
    expect(started).toMatchObject([{ seed: 7, target: {} }]);
    expect(summary).toMatchObject({ riders: 1, events: { lost: 0, repeated: 0 }, errors: 0 });
  });
});

describe('a simulation that cannot begin', () => {
  const options = { drivers: 1, clock: systemClock } as const;

  it('says which route is missing before it starts anything', async () => {
    const run = runSimulation({ ...options, target: 'private', routes: ['nowhere.gpx'] });
    await expect(run).rejects.toMatchObject({ code: 'route_path_missing' });
  });

  it('says that there is no daemon', async () => {
    const run = runSimulation({ ...options, target: { socketPath: '/nowhere/routa.sock' } });
    await expect(run).rejects.toMatchObject({ code: 'unreachable' });
  });
});
