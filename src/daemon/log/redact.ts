/** Names whose value is never anybody's business, wherever they stand in a line. */
const SECRET_FIELDS = [
  'token',
  'tokens',
  'authorization',
  'password',
  'secret',
  'cookie',
  'bearer',
];

/** For pino: these fields on the first three levels of what is logged. */
export const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) => [
  field,
  `*.${field}`,
  `*.*.${field}`,
]);

const TOKEN = /\brt_[A-Za-z0-9_-]+/g;
/** A JWT: three parts, of which the first is JSON. */
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const BEARER = /\b(bearer[ .])[A-Za-z0-9_.~+/=-]+/gi;

/** The second net: tokens inside texts, such as an error that quotes what it was given. */
export function redactTokens(line: string): string {
  return line.replace(TOKEN, 'rt_…').replace(JWT, 'eyJ…').replace(BEARER, '$1…');
}
