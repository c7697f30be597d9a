import { CLIENT_MESSAGES } from '../../src/protocol/schemas/client-messages.ts';
import { SERVER_MESSAGES } from '../../src/protocol/schemas/server-messages.ts';
import { type JsonSchema, plain } from './json-schema.ts';

type Messages = Readonly<Record<string, { readonly schema: Parameters<typeof plain>[0] }>>;

/** The wire as JSON Schema, for code generators and validators of other languages. */
export function protocolSchema(): string {
  const client = definitions('client', CLIENT_MESSAGES);
  const server = definitions('server', SERVER_MESSAGES);
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The protocol of routa, `routa.v1`',
    $comment: 'Generated from src/protocol by `npm run docs`. Do not edit.',
    $defs: {
      clientMessage: { oneOf: references(client) },
      serverMessage: { oneOf: references(server) },
      ...client,
      ...server,
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function definitions(side: string, messages: Messages): Readonly<Record<string, JsonSchema>> {
  const entries = Object.entries(messages);
  return Object.fromEntries(
    entries.map(([name, { schema }]) => [`${side}.${name}`, plain(schema)]),
  );
}

function references(schemas: Readonly<Record<string, JsonSchema>>): readonly object[] {
  return Object.keys(schemas).map((name) => ({ $ref: `#/$defs/${name}` }));
}
