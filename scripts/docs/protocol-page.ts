import type { TSchema } from 'typebox';
import { EDGES } from '../../src/core/index.ts';
import { namedKeys } from '../../src/daemon/config/key-names.ts';
import { compileSchema, firstProblem } from '../../src/protocol/decode.ts';
import { CLOSES, ERRORS, PROTOCOL_LIMITS, shouldReconnect } from '../../src/protocol/index.ts';
import { CLIENT_MESSAGES } from '../../src/protocol/schemas/client-messages.ts';
import { SERVER_MESSAGES } from '../../src/protocol/schemas/server-messages.ts';
import { CLIENT_EXAMPLES } from './client-examples.ts';
import { plain } from './json-schema.ts';
import { code, example, fieldTable, GENERATED, linkTo, page, table } from './markdown.ts';
import { PROTOCOL_INTRODUCTION } from './protocol-introduction.ts';
import { SERVER_EXAMPLES } from './server-examples.ts';
import { OBJECTS, VALUES } from './shapes.ts';

/** Where the three numbers of the rates stand in the configuration. */
const RATES = {
  command: '`commands_per_minute`, admins `admin_commands_per_minute`',
  position: '`positions_per_second`',
  free: 'not counted',
};

const CONFIGURED_LIMITS = `\
Set by the operator (see [configuration](configuration.md)). Four limits stand in
\`authenticated.limits\`, as they hold for that session: \`payload_bytes\`, \`batch_points\`
(\`batchPointsMax\` above), \`commands_per_minute\` (of that role) and \`positions_per_second\`;
\`heartbeat_ms\` stands beside them. The others are not told.`;

export function protocolPage(): string {
  return page(
    GENERATED('src/protocol'),
    '# The protocol',
    PROTOCOL_INTRODUCTION,
    '## From client to server',
    clientOverview(),
    ...clientMessages(),
    '## From server to client',
    serverOverview(),
    ...serverMessages(),
    '## Values',
    table(
      ['name', 'what it is'],
      VALUES.map(({ name, text }) => [name, text]),
    ),
    '## Shapes',
    ...OBJECTS.map(({ name, text, schema }) =>
      page(`### ${name}`, text, fieldTable(schema)).trim(),
    ),
    '## The steps of a booking',
    'Nothing else is possible. `system` acts by timers and configured policies.',
    edgeTable(),
    '## Errors',
    'The same codes stand in `error` on the wire and in the problem documents of the HTTP API.',
    errorTable(),
    '## Close codes',
    'After 4000–4499 the client should come back; after 4500–4999 it should not.',
    closeTable(),
    '## Limits',
    'Part of the protocol:',
    table(
      ['limit', 'value'],
      Object.entries(PROTOCOL_LIMITS).map(([name, n]) => [name, `${n}`]),
    ),
    CONFIGURED_LIMITS,
    configuredLimits(),
  );
}

function clientOverview(): string {
  const rows = Object.entries(CLIENT_MESSAGES).map(([name, message]) => [
    linkTo(name).replace(')', '-from-client)'),
    message.roles.join(', '),
    message.summary,
  ]);
  return table(['message', 'who', 'what'], rows);
}

function clientMessages(): readonly string[] {
  return Object.entries(CLIENT_MESSAGES).map(([name, message]) => {
    const sample: unknown = CLIENT_EXAMPLES[name as keyof typeof CLIENT_EXAMPLES];
    const traits = [
      `Sent by ${message.roles.join(', ')}. Rate: ${RATES[message.rate]}.`,
      message.remembered ? 'Remembered for 24 h: the same `id` gets the first answer again.' : '',
    ];
    return page(
      `### ${code(name)} from client`,
      `${message.summary} ${traits.join(' ')}`.trim(),
      fieldTable(plain(message.schema), ['type']),
      checkedExample(name, message.schema, sample),
    ).trim();
  });
}

function serverOverview(): string {
  const rows = Object.entries(SERVER_MESSAGES).map(([name, message]) => [
    linkTo(name).replace(')', '-from-server)'),
    message.to,
    message.durable ? 'yes' : '',
    message.summary,
  ]);
  return table(['message', 'to', 'durable', 'what'], rows);
}

function serverMessages(): readonly string[] {
  return Object.entries(SERVER_MESSAGES).map(([name, message]) => {
    const sample: unknown = SERVER_EXAMPLES[name as keyof typeof SERVER_EXAMPLES];
    const durable = message.durable ? ' Durable where it has a `seq`.' : '';
    return page(
      `### ${code(name)} from server`,
      `${message.summary} To ${message.to}.${durable}`,
      fieldTable(plain(message.schema), ['type']),
      checkedExample(name, message.schema, sample),
    ).trim();
  });
}

/** An example that is wrong must not reach a reader. */
function checkedExample(name: string, schema: TSchema, sample: unknown): string {
  const validator = compileSchema(schema);
  if (validator.Check(sample)) return example(sample);
  const { path, problem } = firstProblem(validator, sample);
  throw new Error(`the example of ${name} is not valid: ${path} ${problem}`);
}

function edgeTable(): string {
  const rows = EDGES.map(({ from, to, by, ask, guard, reason }) => [
    from.map((status) => status ?? '(new)').join(', '),
    to,
    by.join(', '),
    ask,
    guard ?? '',
    reason ?? '',
  ]);
  return table(['from', 'to', 'who', 'asked by', 'only if', 'reason, if none is given'], rows);
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(([name, { status, temporary, meaning }]) => [
    code(name),
    `${status}`,
    temporary ? 'yes' : '',
    meaning,
  ]);
  return table(['code', 'HTTP status', 'temporary', 'meaning'], rows);
}

function closeTable(): string {
  const rows = Object.entries(CLOSES).map(([name, close]) => [
    `${close.code}`,
    code(name),
    shouldReconnect(close.code) ? 'yes' : '',
    close.meaning,
  ]);
  return table(['code', 'name', 'come back', 'meaning'], rows);
}

function configuredLimits(): string {
  const limits = namedKeys().filter(({ name }) => name.startsWith('limits.'));
  const rows = limits.map(({ name, key }) => [
    code(name),
    `${String(key.default)}${key.unit === null ? '' : ` ${key.unit}`}`,
    key.help,
    key.counted === null ? '' : code(key.counted),
  ]);
  return table(['key', 'default', 'what happens', 'counted in `stats.dropped` as'], rows);
}
