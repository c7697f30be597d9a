/** A record of a CSV file (RFC 4180) and the line it begins on, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly fields: readonly string[];
}

export type CsvResult =
  | { readonly ok: true; readonly records: readonly CsvRecord[] }
  | { readonly ok: false; readonly line: number; readonly problem: string };

/**
 * A field with what ends it: quoted with doubled quotes inside, or bare up to comma or line end.
 */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
const LINE_END = /\r\n|\n|\r/g;

/** Reads comma separated values; empty lines are left out. A byte order mark is not content. */
export function parseCsv(text: string): CsvResult {
  const content = text.replace(/^\ufeff/, '');
  const records: CsvRecord[] = [];
  const field = new RegExp(FIELD);
  let line = 1;
  let start = { line, fields: [] as string[] };
  while (field.lastIndex < content.length || start.fields.length > 0) {
    const match = field.exec(content);
    if (match === null) return { ok: false, line, problem: 'a quote is not closed or not doubled' };
    const [, quoted, bare = '', end = ''] = match;
    start.fields.push(quoted?.replaceAll('""', '"') ?? bare.trim());
    line += countLines(quoted ?? '');
    if (end === ',') continue;
    if (!isEmpty(start.fields)) records.push(start);
    line += 1;
    start = { line, fields: [] };
    if (end === '') break;
  }
  return { ok: true, records };
}

function countLines(text: string): number {
  return text.match(LINE_END)?.length ?? 0;
}

function isEmpty(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0] === '';
}
