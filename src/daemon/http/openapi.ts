import type { TObject, TSchema } from 'typebox';
import { API_PREFIX, ERRORS, type ErrorCode } from '../../protocol/index.ts';
import { OPERATIONS, type Operation } from '../../protocol/schemas/http.ts';
import * as views from '../../protocol/schemas/views.ts';

/** Refusals that every operation may have: the body, the token, the rate, the daemon's state. */
const COMMON_REFUSALS: readonly ErrorCode[] = [
  'invalid_message',
  'not_authenticated',
  'not_allowed',
  'rate_limited',
  'overloaded',
  'unavailable',
  'internal',
];

type Json = Readonly<Record<string, unknown>>;

/** The HTTP API as OpenAPI 3.1, made from the table that also validates the requests. */
export function openApiDocument(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    const path = `${API_PREFIX}${operation.path}`;
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(name, operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'routa', version: '1', description: 'Real-time dispatch: the HTTP API.' },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'of an admin' } },
      schemas: { ...componentSchemas(), Problem: PROBLEM },
      responses: problemResponses(),
    },
  };
}

function describe(name: string, operation: Operation): Json {
  const hasBody = operation.method === 'POST';
  return {
    operationId: name,
    summary: operation.summary,
    tags: [operation.path.split('/')[1]],
    parameters: parametersOf(operation),
    ...(hasBody ? { requestBody: { required: true, content: json(operation.body) } } : {}),
    responses: {
      [operation.status]: { description: 'Done.', content: json(operation.answer) },
      ...refusalsOf(operation),
    },
  };
}

function parametersOf({ params, query, keyed }: Operation): readonly Json[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same key again within 24 h gets the first answer again.',
    schema: { type: 'string', minLength: 1, maxLength: 64 },
  };
  return [...fieldsOf(params, 'path'), ...fieldsOf(query, 'query'), ...(keyed ? [key] : [])];
}

function fieldsOf(schema: TObject, place: 'path' | 'query'): readonly Json[] {
  return Object.entries(schema.properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path',
    // Lists are one text separated by commas.
    ...(place === 'query' ? { style: 'form', explode: false } : {}),
    schema: reference(field),
  }));
}

/** One response per status, since several codes share one. */
function refusalsOf({ refusals }: Operation): Json {
  const statuses = new Set([...COMMON_REFUSALS, ...refusals].map((code) => ERRORS[code].status));
  const entries = [...statuses].map((status) => [
    status,
    { $ref: `#/components/responses/Problem${status}` },
  ]);
  return Object.fromEntries(entries);
}

function problemResponses(): Json {
  const byStatus = Object.groupBy(Object.entries(ERRORS), ([, { status }]) => status);
  const responses = Object.entries(byStatus).map(([status, entries = []]) => [
    `Problem${status}`,
    {
      description: entries.map(([code, { meaning }]) => `\`${code}\`: ${meaning}`).join(' '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ]);
  return Object.fromEntries(responses);
}

/** RFC 9457, with the wire's code. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { enum: Object.keys(ERRORS) },
    details: { type: 'object' },
    retry_after_ms: { type: 'integer' },
  },
};

const VIEWS: ReadonlyMap<unknown, string> = new Map(
  Object.entries(views).map(([name, schema]) => [schema, name]),
);

function componentSchemas(): Json {
  return Object.fromEntries([...VIEWS].map(([schema, name]) => [name, expand(schema)]));
}

function json(schema: TSchema): Json {
  return { 'application/json': { schema: reference(schema) } };
}

/** The views are named once; whatever contains one of them refers to it. */
function reference(schema: unknown): unknown {
  const name = VIEWS.get(schema);
  return name === undefined ? expand(schema) : { $ref: `#/components/schemas/${name}` };
}

function expand(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(reference);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, reference(part)]));
}
