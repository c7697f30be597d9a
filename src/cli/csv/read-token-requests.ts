import { isId, isRole, OPERATOR_ID, ROLES, type Role } from '../../protocol/index.ts';
import { type CliError, failure } from '../cli-error.ts';
import { TOKEN_TEXTS, tokenTextProblem } from '../options/token-text.ts';
import { type CsvRecord, parseCsv } from './parse-csv.ts';

/** One line of a file of users who are to get a token. */
export interface TokenLine {
  readonly role: Role;
  readonly user_id: string;
  readonly name?: string;
  readonly vehicle?: string;
  readonly phone?: string;
}

const REQUIRED = ['role', 'user_id'] as const;
const HEADER = 'role,user_id,name,vehicle,phone';

type Row = Readonly<Record<string, string>>;

/**
 * Every line or none: a bad one is an error that names its place, because nothing was issued yet.
 */
export function readTokenRequests(text: string, file: string): readonly TokenLine[] {
  const parsed = parseCsv(text);
  if (!parsed.ok) throw at(file, parsed.line, parsed.problem);
  const [header, ...records] = parsed.records;
  if (header === undefined) throw failure(`${file}: the file is empty`, `it begins with ${HEADER}`);
  const names = readHeader(header, file);
  if (records.length === 0) throw failure(`${file}: there are no users below the header`);
  const lines = records.map((record) => ({ line: record.line, ...readUser(record, names) }));
  const bad = lines.filter((each) => !each.ok);
  const [first] = bad;
  if (first !== undefined) throw at(file, first.line, first.problem + andMore(bad.length - 1));
  return lines.flatMap((each) => (each.ok ? [each.user] : []));
}

function readHeader(header: CsvRecord, file: string): readonly string[] {
  const names = header.fields.map((name) => name.trim().toLowerCase());
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    throw at(file, header.line, 'the columns are not separated by commas');
  }
  const missing = REQUIRED.find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw at(file, header.line, `the header has no ${missing}`, `it is ${HEADER}`);
  }
  const known: readonly string[] = [...REQUIRED, ...TOKEN_TEXTS];
  const odd = names.find((name, index) => !known.includes(name) || names.indexOf(name) !== index);
  if (odd === undefined) return names;
  const problem = known.includes(odd) ? `has ${odd} twice` : `has an unknown column "${odd}"`;
  throw at(file, header.line, `the header ${problem}`, `it is ${HEADER}`);
}

type UserLine =
  | { readonly ok: true; readonly user: TokenLine }
  | { readonly ok: false; readonly problem: string };

function readUser({ fields }: CsvRecord, names: readonly string[]): UserLine {
  if (fields.length > names.length) {
    const counts = `${fields.length} fields where the header has ${names.length}`;
    return refuse(`${counts}; a field with a comma stands in quotes`);
  }
  const row: Row = Object.fromEntries(names.map((name, at) => [name, fields[at]?.trim() ?? '']));
  const { role = '', user_id: userId = '' } = row;
  if (!isRole(role)) return refuse(`role "${role}" is none of ${ROLES.join(', ')}`);
  if (!isId(userId)) return refuse(`user_id "${userId}" is not 1 to 64 of A-Z a-z 0-9 _ . -`);
  if (role === 'admin' && userId === OPERATOR_ID) {
    return refuse('admin:operator is whoever may open the socket of the daemon');
  }
  const problems = TOKEN_TEXTS.map((name) => tokenTextProblem(name, row[name] ?? ''));
  const problem = problems.find((each) => each !== null);
  if (problem !== undefined) return refuse(problem);
  const texts = TOKEN_TEXTS.flatMap((name) => (row[name] ? [[name, row[name]]] : []));
  return { ok: true, user: { role, user_id: userId, ...Object.fromEntries(texts) } };
}

function refuse(problem: string): UserLine {
  return { ok: false, problem };
}

function at(file: string, line: number, problem: string, hint = 'nothing was issued'): CliError {
  return failure(`${file}:${line}: ${problem}`, hint);
}

function andMore(count: number): string {
  if (count === 0) return '';
  return count === 1 ? ' (and 1 more line is wrong)' : ` (and ${count} more lines are wrong)`;
}
