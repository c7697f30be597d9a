/** `npm run bench -- [scenario…]`. What is measured, how, and how far to trust it: README.md. */
import { parseArgs } from 'node:util';
import { groundNow, loadNow, type Measured, readBaseline, saveBaseline } from './baseline.ts';
import { refuseConnections } from './open-files.ts';
import type { Scenario } from './scenario.ts';
import { bookings } from './scenarios/bookings.ts';
import { broadcast } from './scenarios/broadcast.ts';
import { calm } from './scenarios/calm.ts';
import { fleet } from './scenarios/fleet.ts';
import { idle } from './scenarios/idle.ts';
import { overload } from './scenarios/overload.ts';
import { slow } from './scenarios/slow.ts';
import { start } from './scenarios/start.ts';
import { storm } from './scenarios/storm.ts';
import { watch } from './scenarios/watch.ts';
import { compare, tableOf } from './table.ts';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  start,
  idle,
  fleet,
  calm,
  watch,
  broadcast,
  bookings,
  storm,
  overload,
  slow,
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '10000' },
    against: { type: 'string' },
  },
});
const options = {
  quick: flags.quick,
  pairs: countOf('pairs', 1),
  // Half of them are drivers, half riders.
  connections: countOf('connections', 2),
  against: flags.against ?? null,
};
const names = chosen(positionals);
const refusal = refuseConnections(Math.max(options.connections, 2 * options.pairs));
if (refusal !== null) give(refusal);

const baseline = readBaseline();
const found: Record<string, Measured> = {};
for (const name of names) {
  const loadBefore = loadNow();
  const findings = await SCENARIOS[name]?.(options);
  if (findings === undefined) continue;
  found[name] = { ...findings, ground: groundNow(loadBefore) };
  if (!flags.json) show(name, found[name]);
  // At once: a run takes its time, and may not come to its end.
  if (flags.save) saveBaseline(found);
}
if (flags.json) console.log(JSON.stringify(withComparison()));

function countOf(flag: 'pairs' | 'connections', unit: number): number {
  const count = Number(flags[flag]);
  if (count >= unit && Number.isInteger(count / unit)) return count;
  const kind = unit === 1 ? 'a whole number' : 'an even number';
  return give(`--${flag} takes ${kind}, and not ${JSON.stringify(flags[flag])}`);
}

function chosen(wanted: readonly string[]): readonly string[] {
  const known = Object.keys(SCENARIOS);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown === undefined) return wanted.length === 0 ? known : wanted;
  return give(`there is no scenario "${unknown}"; there are ${known.join(', ')}`);
}

function give(refusal: string): never {
  console.error(refusal);
  return process.exit(2);
}

function show(name: string, { rows, remarks, ground }: Measured): void {
  const before = baseline[name];
  const [loadBefore, loadAfter] = ground.load;
  console.log(`\n${name}: load average ${loadBefore} before, ${loadAfter} after`);
  console.table(tableOf(rows, before?.rows));
  for (const remark of remarks) console.log(remark);
  if (before !== undefined) {
    const { at, load } = before.ground;
    console.log(`in brackets: by the baseline of ${at}, load ${load.join(' and ')}`);
  }
}

function withComparison() {
  return Object.fromEntries(
    Object.entries(found).map(([name, measured]) => {
      const before = baseline[name];
      if (before === undefined) return [name, measured];
      return [name, { ...measured, byBaseline: compare(measured.rows, before.rows) }];
    }),
  );
}
