import { expect, test } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import { effort } from '../support/effort.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { accountOf, figuresOf } from './crash/account.ts';
import { heal } from './crash/heal.ts';
import { populate } from './crash/population.ts';
import { readStored } from './crash/stored.ts';
import { Town } from './crash/town.ts';
import { reachVerdict } from './crash/verdict.ts';
import { pause, restart, wayOf } from './drain/restart.ts';

const SEED = 5;
const RESTARTS = effort({ usual: 4, long: 100 });
const MINUTE_MS = 60_000;
/** Between two restarts. */
const LIFE_MS = { min: 300, max: 1_200 };

const SETTINGS = {
  ROUTA_SHUTDOWN_WINDOW_MS: '1000',
  ROUTA_BOOKINGS_ASSIGN_TIMEOUT_MS: '1500',
  ROUTA_BOOKINGS_NO_DRIVER_AFTER_MS: '8000',
  // The whole stream is compared at the end.
  ROUTA_RETENTION_STREAM_COUNT_MAX: '1000000',
};

test(`a town works through ${RESTARTS} restarts, and nothing is lost or repeated`, {
  timeout: effort({ usual: 3, long: 40 }) * MINUTE_MS,
}, async () => {
  const daemon = await processDaemon(SETTINGS);
  const town = new Town(daemon.url);
  const population = await populate(daemon, town, SEED);
  const working = Promise.all(population.residents.map((resident) => resident.work()));
  const random = createRandom(`${SEED} restarts`);
  for (let number = 0; number < RESTARTS; number += 1) {
    await pause(random.integer(LIFE_MS.min, LIFE_MS.max));
    town.chronicle.recordKill(wayOf(number));
    await restart(daemon, wayOf(number));
  }
  await heal(town, population, working);
  await daemon.stop();

  const stored = readStored(daemon.data);
  const findings = reachVerdict(town, stored);
  const figures = figuresOf(town, stored, findings);
  process.stdout.write(figures.replace(/^crash proof: (\d+) kills/, 'drain proof: $1 restarts'));
  process.stdout.write('\n');
  expect(findings.all, accountOf(town, findings)).toEqual([]);
});
