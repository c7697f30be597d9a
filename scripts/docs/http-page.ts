import { API_PREFIX, ERRORS } from '../../src/protocol/index.ts';
import { OPERATIONS, type Operation } from '../../src/protocol/schemas/http.ts';
import { type JsonSchema, plain } from './json-schema.ts';
import { code, fieldTable, GENERATED, page, table, typeText } from './markdown.ts';
import { shapeOf } from './shapes.ts';

const INTRODUCTION = `\
Same port as the WebSocket, and the operator's own socket. Everything below starts with
\`${API_PREFIX}\`, takes and answers JSON, and wants \`Authorization: Bearer\` with the token of
an admin; on the operator's socket no token is needed. The API describes itself at
\`${API_PREFIX}/openapi.json\` (OpenAPI 3.1).

Beside it, without a token: \`GET /healthz\` answers 200 while the process lives, \`GET /readyz\`
200 while it can serve, and 503 with a \`reason\` while it drains (\`shutting_down\`) or cannot
store everything (\`full\`, \`locked\`, \`not_writable\`, \`corrupt\`).

**Repeating.** Where it says so, send \`Idempotency-Key\` (1–64 characters) with a command: the
same key again within 24 h gets the first answer again, with another content \`id_reused\`.

**Reaching people.** \`online\` tells whether a session of the user that the command reached is
open at this moment; where it is false, the message waits in the user's stream, and an SMS may be
in order.

**Errors** are \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`,
\`detail\`, and beside these \`code\`, \`details\` and \`retry_after_ms\` as on the wire. A query
parameter that is not known is refused; an unknown field in a body is ignored.`;

const OPERATOR_ONLY = " Only on the operator's socket: the token of an admin is not enough.";

export function httpPage(): string {
  const operations = Object.entries(OPERATIONS);
  const text = page(
    GENERATED('src/protocol/schemas/http.ts'),
    '# The HTTP API',
    INTRODUCTION,
    table(
      ['request', 'what'],
      operations.map(([, operation]) => [code(requestLine(operation)), operation.summary]),
    ),
    ...operations.map(([, operation]) => operationText(operation)),
    '## Errors',
    errorTable(),
  );
  // The shapes that the protocol shares stand there and not here again.
  return text.replaceAll('](#', '](protocol.md#');
}

function operationText(operation: Operation): string {
  const { summary, keyed, operatorOnly, query, body, refusals } = operation;
  const hasQuery = Object.keys(query.properties).length > 0;
  return page(
    `## ${code(requestLine(operation))}`,
    `${summary}${keyed ? ' Honours `Idempotency-Key`.' : ''}${operatorOnly ? OPERATOR_ONLY : ''}`,
    ...(hasQuery ? ['Query:', fieldTable(plain(query))] : []),
    ...(operation.method === 'POST' ? bodyText(plain(body)) : []),
    ...answerText(operation),
    ...(refusals.length === 0 ? [] : [`May refuse with ${refusals.map(code).join(', ')}.`]),
  ).trim();
}

function requestLine({ method, path }: Operation): string {
  return `${method} ${path}`;
}

function bodyText(body: JsonSchema): readonly string[] {
  if (body.anyOf === undefined) return ['Body:', fieldTable(body)];
  return body.anyOf.flatMap((form, index) => [
    index === 0 ? 'Body, in one form:' : 'Or in another:',
    fieldTable(form),
  ]);
}

function answerText({ answer, status }: Operation): readonly string[] {
  const schema = plain(answer);
  if (shapeOf(schema) !== undefined) return [`Answers ${status}: ${typeText(schema)}.`];
  return [`Answers ${status}:`, fieldTable(schema)];
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(([name, { status, meaning }]) => [
    `${status}`,
    code(name),
    meaning,
  ]);
  const sorted = rows.toSorted(([a = ''], [b = '']) => a.localeCompare(b));
  return table(['status', 'code', 'meaning'], sorted);
}
