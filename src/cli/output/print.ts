import type { Context } from '../context.ts';
import type { Column } from './column.ts';
import { renderJson } from './json.ts';
import { paintFor } from './paint.ts';
import { renderPlain } from './plain.ts';
import { renderRecord } from './record.ts';
import { renderTable } from './table.ts';

const COLUMNS_DEFAULT = 80;

export interface JsonOption {
  readonly json?: boolean;
}

/** A list as its reader wants it: a table on a terminal, tabs in a pipe, or JSON lines. */
export async function printList<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: JsonOption & { readonly empty: string },
  context: Context,
): Promise<void> {
  const { stdout, stderr, env } = context;
  if (options.json) stdout.write(renderJson(rows));
  else if (stdout.isTTY !== true) stdout.write(renderPlain(rows, columns));
  else if (rows.length === 0) stderr.write(`${options.empty}\n`);
  else {
    const terminal = {
      columns: stdout.columns ?? COLUMNS_DEFAULT,
      paint: await paintFor(stdout, env),
    };
    stdout.write(renderTable(rows, columns, terminal));
  }
}

/** One thing: its fields below each other, or one JSON object. */
export async function printRecord<Row>(
  row: Row,
  columns: readonly Column<Row>[],
  options: JsonOption,
  context: Context,
): Promise<void> {
  const { stdout, env } = context;
  if (options.json) stdout.write(renderJson([row]));
  else stdout.write(renderRecord(row, columns, stdout.isTTY === true, await paintFor(stdout, env)));
}

/** How many there were: a word and a number, or in a pipe the number alone. */
export function printCount(
  count: Readonly<Record<string, number>>,
  options: JsonOption,
  { stdout }: Context,
): void {
  if (options.json) stdout.write(renderJson([count]));
  else {
    const [[word, number] = ['', 0]] = Object.entries(count);
    stdout.write(stdout.isTTY === true ? `${number} ${word}\n` : `${number}\n`);
  }
}
