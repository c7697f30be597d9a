/** `npm run bench -- [scenario…]`. What is measured, how, and how far to trust it: README.md. */
import { parseArgs } from 'node:util';
import type { Findings, Scenario } from './scenario.ts';
import { bookings } from './scenarios/bookings.ts';
import { fleet } from './scenarios/fleet.ts';
import { idle } from './scenarios/idle.ts';
import { overload } from './scenarios/overload.ts';
import { slow } from './scenarios/slow.ts';
import { start } from './scenarios/start.ts';

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  start,
  idle,
  fleet,
  bookings,
  overload,
  slow,
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '1000' },
    against: { type: 'string' },
  },
});
const options = {
  quick: flags.quick,
  pairs: Number(flags.pairs),
  against: flags.against ?? null,
};

const found: Record<string, Findings> = {};
for (const name of chosen(positionals)) {
  const findings = await SCENARIOS[name]?.(options);
  if (findings !== undefined) found[name] = findings;
  if (findings !== undefined && !flags.json) show(name, findings);
}
if (flags.json) console.log(JSON.stringify(found));

function chosen(names: readonly string[]): readonly string[] {
  const known = Object.keys(SCENARIOS);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names.length === 0 ? known : names;
  console.error(`there is no scenario "${unknown}"; there are ${known.join(', ')}`);
  return process.exit(2);
}

function show(name: string, { rows, remarks }: Findings): void {
  console.log(`\n${name}`);
  console.table(transposed(rows));
  for (const remark of remarks) console.log(remark);
}

/** Figures downwards, because a row of a dozen is wider than a terminal. */
function transposed(rows: Findings['rows']): Findings['rows'] {
  const figures = new Set(Object.values(rows).flatMap((row) => Object.keys(row)));
  const columns = Object.entries(rows);
  return Object.fromEntries(
    [...figures].map((figure) => [
      figure,
      Object.fromEntries(columns.map(([name, row]) => [name, row[figure] ?? null])),
    ]),
  );
}
