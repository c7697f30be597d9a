import type { TObject, TSchema } from 'typebox';
import { compileSchema, firstProblem } from '../../protocol/decode.ts';
import { fieldTooDeep, TOO_DEEP } from '../../protocol/nesting.ts';
import { InputError } from './input-error.ts';

/** As fastify calls it: the value as the handler gets it, or what is wrong with it. */
export type InputCheck = (
  raw: unknown,
) => { readonly value: unknown } | { readonly error: InputError };

/** Which part of the request; fastify's names. */
export type InputPart = 'body' | 'querystring' | 'params' | 'headers';

export function inputCheck(schema: TSchema, part: InputPart): InputCheck {
  return part === 'body' ? bodyCheck(schema) : textCheck(schema as TObject, part);
}

/** A body that may have several shapes is judged by the one that it resembles most. */
function bodyCheck(schema: TSchema): InputCheck {
  const shapes = (shapesOf(schema) ?? [schema]).map((shape) => ({
    names: Object.keys((shape as TObject).properties ?? {}),
    validator: compileSchema(shape),
  }));
  return (raw) => {
    const value = raw ?? {};
    const deep = typeof value === 'object' ? fieldTooDeep(value) : undefined;
    if (deep !== undefined) return { error: new InputError(`${deep}: ${TOO_DEEP}`, deep) };
    const given = typeof value === 'object' ? Object.keys(value) : [];
    const likeness = (names: readonly string[]) => given.filter((name) => names.includes(name));
    const [shape] = shapes.toSorted((a, b) => likeness(b.names).length - likeness(a.names).length);
    if (shape === undefined || shape.validator.Check(value)) return { value };
    const { path, problem } = firstProblem(shape.validator, value);
    return { error: new InputError(`${path || 'the body'}: ${problem}`, path) };
  };
}

function shapesOf(schema: TSchema): readonly TSchema[] | undefined {
  return (schema as { readonly anyOf?: readonly TSchema[] }).anyOf;
}

/** What comes in a URL is text; the schema says what it was meant to be. */
function textCheck(schema: TObject, part: InputPart): InputCheck {
  const validator = compileSchema(schema);
  const names = Object.keys(schema.properties);
  const where = part === 'querystring' ? 'query' : part;
  return (raw) => {
    const texts = Object.entries((raw ?? {}) as Record<string, unknown>);
    // A filter that is misspelt would otherwise filter nothing.
    const unknown = texts.find(([name]) => !names.includes(name))?.[0];
    if (unknown !== undefined) {
      const known = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
      return {
        error: new InputError(`${where}: no parameter ${unknown}; ${known}`, `/${unknown}`),
      };
    }
    const value = Object.fromEntries(
      texts.map(([name, text]) => [name, convert(schema.properties[name], text)]),
    );
    if (validator.Check(value)) return { value };
    const { path, problem } = firstProblem(validator, value);
    return { error: new InputError(`${where} ${path}: ${problem}`, path) };
  };
}

/** Leaves alone what cannot be converted, so that the schema refuses it by name. */
function convert(schema: TSchema | undefined, text: unknown): unknown {
  if (typeof text !== 'string') return text;
  switch ((schema as { readonly type?: string } | undefined)?.type) {
    case 'integer':
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean':
      return text === 'true' || (text === 'false' ? false : text);
    case 'array':
      return text.split(',');
    default:
      return text;
  }
}
