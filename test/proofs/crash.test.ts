import { expect, test } from 'vitest';
import { createRandom } from '../../src/simulator/random.ts';
import { effort } from '../support/effort.ts';
import { processDaemon } from '../support/process-daemon.ts';
import { accountOf, figuresOf } from './crash/account.ts';
import { killOften } from './crash/executioner.ts';
import { heal } from './crash/heal.ts';
import { populate } from './crash/population.ts';
import { readStored } from './crash/stored.ts';
import { Town } from './crash/town.ts';
import { reachVerdict } from './crash/verdict.ts';

const SEED = 3;
const KILLS = effort({ usual: 6, long: 200 });
const MINUTE_MS = 60_000;

const SETTINGS = {
  // Offers end while the daemon is down, and bookings that nobody takes do too.
  ROUTA_BOOKINGS_ASSIGN_TIMEOUT_MS: '1500',
  ROUTA_BOOKINGS_NO_DRIVER_AFTER_MS: '8000',
  // The whole stream is compared at the end.
  ROUTA_RETENTION_STREAM_COUNT_MAX: '1000000',
};

test(`nothing is lost or repeated over ${KILLS} kills of the daemon`, {
  timeout: effort({ usual: 5, long: 60 }) * MINUTE_MS,
}, async () => {
  const daemon = await processDaemon(SETTINGS);
  const town = new Town(daemon.url);
  const population = await populate(daemon, town, SEED);
  const working = Promise.all(population.residents.map((resident) => resident.work()));
  await killOften(daemon, town, createRandom(`${SEED} kills`), KILLS);
  await heal(town, population, working);
  await daemon.stop();

  const stored = readStored(daemon.data);
  const findings = reachVerdict(town, stored);
  process.stdout.write(`${figuresOf(town, stored, findings)}\n`);
  expect(findings.all, accountOf(town, findings)).toEqual([]);
  expect(town.chronicle.kills).toBe(KILLS);
});
