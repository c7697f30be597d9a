import { expect, it, onTestFinished } from 'vitest';
import { EXCLUSIVITY } from '../../../core/index.ts';
import { NOW_MS } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { openDatabase } from './open-database.ts';

/** SQL cannot import; so this is where a status that is added to the rules only is found out. */
it.each([
  ['one_trip_per_driver', EXCLUSIVITY.driver_busy],
  ['one_offer_per_driver', EXCLUSIVITY.driver_has_offer],
])('lets %s cover the statuses that the rules name', (index, statuses) => {
  const db = openDatabase(tempDirectory(), NOW_MS);
  onTestFinished(() => {
    db.close();
  });
  const sql = db.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(index);
  const named = [...String(sql).matchAll(/'(\w+)'/g)].map(([, status]) => status);
  expect(named.sort()).toEqual([...statuses].sort());
});
