import { RouteError } from './route-error.ts';

/** ASCII record separator: begins every record of a GeoJSON text sequence (RFC 8142). */
export const RECORD_SEPARATOR = '\u001e';
/** Python writes these where JSON has no word for them. */
const NOT_JSON_NUMBERS = /(?<=[[,:]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g;

/** Parses one JSON document, a text sequence, or one document a line (ndjson). */
export function parseJsonRecords(text: string, file: string): unknown[] {
  if (text.includes(RECORD_SEPARATOR)) return parseEach(text.split(RECORD_SEPARATOR), file);
  const whole = parse(text);
  if (whole.ok) return [whole.value];
  const lines = text.split('\n');
  const first = lines.find((line) => line.trim() !== '');
  if (first !== undefined && parse(first).ok) return parseEach(lines, file);
  throw brokenJson(file, undefined, whole.problem);
}

function parseEach(texts: readonly string[], file: string): unknown[] {
  const records = texts.filter((text) => text.trim() !== '');
  return records.map((record, index) => {
    const parsed = parse(record);
    if (!parsed.ok) throw brokenJson(file, index + 1, parsed.problem);
    return parsed.value;
  });
}

type Parsed = { ok: true; value: unknown } | { ok: false; problem: string };

function parse(text: string): Parsed {
  const plain = parseStrictly(text);
  return plain.ok ? plain : parseStrictly(text.replace(NOT_JSON_NUMBERS, 'null'));
}

function parseStrictly(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

function brokenJson(file: string, record: number | undefined, problem: string): RouteError {
  const origin =
    record === undefined ? { file } : { file, part: { kind: 'record', index: record } as const };
  const remedy = 'it may be cut off, export it again';
  return new RouteError('route_syntax', origin, `broken JSON (${problem})`, remedy);
}
