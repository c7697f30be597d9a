import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import type { Refusal } from './errors.ts';
import type { WireId } from './ids.ts';
import { fieldTooDeep, mayNest, TOO_DEEP } from './nesting.ts';
import { type AnyClientMessage, CLIENT_MESSAGES } from './schemas/client-messages.ts';

/**
 * Reads a client's frame: one JSON object, `type` first in spirit but not in order. Unknown fields
 * are ignored. Kept apart from `index.ts` because compiling validators costs start-up time that
 * clients need not pay.
 */

export type Decoded =
  | { readonly ok: true; readonly message: AnyClientMessage }
  | { readonly ok: false; readonly id: WireId | undefined; readonly refusal: Refusal };

const validators = new Map<string, Validator>(
  Object.entries(CLIENT_MESSAGES).map(([name, { schema }]) => [name, Compile(schema)]),
);

export function decodeClientMessage(text: string): Decoded {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold a token.
    return refuse(undefined, 'invalid_json', 'the frame is not valid JSON', '');
  }
  if (!isRecord(value)) {
    return refuse(undefined, 'invalid_json', 'a frame is one JSON object', '');
  }
  const deep = mayNest(text) ? fieldTooDeep(value) : undefined;
  if (deep !== undefined) return refuseField(value, deep, TOO_DEEP);
  const validator = typeof value.type === 'string' ? validators.get(value.type) : undefined;
  if (validator === undefined) return refuseType(value);
  if (!validator.Check(value)) {
    const { path, problem } = firstProblem(validator, value);
    return refuseField(value, path, problem);
  }
  return { ok: true, message: value as AnyClientMessage };
}

function refuseType(value: Record<string, unknown>): Decoded {
  const id = readableId(value);
  if (typeof value.type !== 'string') {
    return refuse(id, 'invalid_message', '/type: a message starts with its type', '/type');
  }
  const known = [...validators.keys()].join(', ');
  const type = value.type.slice(0, 64);
  return refuse(
    id,
    'unknown_type',
    `no message has the type "${type}"; there are ${known}`,
    '/type',
  );
}

function refuseField(value: Record<string, unknown>, path: string, problem: string): Decoded {
  return refuse(readableId(value), 'invalid_message', `${path}: ${problem}`, path);
}

/** The first thing wrong with a value, as an RFC 6901 pointer and a sentence. */
export function firstProblem(
  validator: Validator,
  value: unknown,
): { readonly path: string; readonly problem: string } {
  const [error] = validator.Errors(value);
  if (error === undefined) return { path: '', problem: 'is not valid' };
  if (error.keyword === 'required') {
    const [missing] = error.params.requiredProperties;
    return { path: `${error.instancePath}/${missing}`, problem: 'is missing' };
  }
  // A union reports each of its forms, and only the first few: what it allows says more.
  const union = /^#(.*?)\/anyOf\//.exec(error.schemaPath)?.[1];
  const problem = union === undefined ? error.message : describeUnion(validator.Type(), union);
  return { path: error.instancePath, problem };
}

function describeUnion(schema: unknown, pointer: string): string {
  let part = schema;
  for (const key of pointer.split('/').slice(1)) part = isRecord(part) ? part[key] : undefined;
  const forms: unknown = isRecord(part) ? part.anyOf : undefined;
  const literals = Array.isArray(forms) ? forms.map((form) => form.const) : [];
  return literals.length === 0 || literals.includes(undefined)
    ? 'has none of the allowed forms'
    : `must be one of ${literals.join(', ')}`;
}

/** Compiles a schema of this package for another door than the socket, such as the HTTP API. */
export function compileSchema(schema: TSchema): Validator {
  return Compile(schema);
}

function refuse(
  id: WireId | undefined,
  code: Refusal['code'],
  message: string,
  path: string,
): Decoded {
  return { ok: false, id, refusal: { code, message, details: { path } } };
}

/** The `id` of a message that is wrong elsewhere, so that even its error can be paired. */
function readableId(value: Record<string, unknown>): WireId | undefined {
  const { id } = value;
  if (typeof id === 'string' && id.length > 0 && id.length <= 64) return id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
