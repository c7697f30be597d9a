import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLIENT_MESSAGES } from '../../src/protocol/schemas/client-messages.ts';
import { simulateDaemon } from '../support/simulated-daemon.ts';

const TYPES = Object.keys(CLIENT_MESSAGES).filter((type) => type !== 'auth');
const FIELDS = [
  ...new Set(
    Object.values(CLIENT_MESSAGES).flatMap(({ schema }) => Object.keys(schema.properties)),
  ),
].filter((name) => name !== 'type' && name !== 'id');

/** Values that are right for some field and wrong for most. */
const anyValue = fc.oneof(
  fc.constantFrom<unknown>('accepted', 'pending', 'fleet', 'booking:7', 'driver', '7', '', null),
  fc.integer({ min: -1, max: 200 }),
  fc.double(),
  fc.constantFrom<unknown>({ latitude: 14, longitude: 121 }, [], [{ latitude: 1, longitude: 2 }]),
  fc.jsonValue(),
);
const anyMessage = fc.record({
  type: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...TYPES) }, fc.string()),
  fields: fc.dictionary(fc.constantFrom(...FIELDS), anyValue, { maxKeys: 6 }),
});

describe('whatever a client sends', () => {
  test.each(['admin:7', 'driver:7', 'rider:7'])(
    '%s is answered exactly once, by frames that the schemas describe',
    async (userName) => {
      const limits = { protocolErrorsMax: 1_000_000 };
      const daemon = await simulateDaemon({ rateLimits: false, limits });
      const client = await daemon.connectAs(userName, { acks: true });
      const sendAll = async (messages: readonly { type: string; fields: object }[]) => {
        await Promise.all(messages.map(({ type, fields }) => client.ask({ ...fields, type })));
      };
      await fc.assert(
        fc.asyncProperty(fc.array(anyMessage, { minLength: 1, maxLength: 20 }), sendAll),
        { numRuns: 60, seed: 7 },
      );
      await client.must({ type: 'ping' });
      const answers = client.received.filter(
        (each) => each.type === 'ack' || each.type === 'error',
      );
      const ids = answers.map((each) => ('id' in each ? each.id : undefined));
      expect(ids).not.toContain(undefined);
      const counts = Map.groupBy(ids, (id) => id);
      const repeated = [...counts].filter(([, all]) => all.length > 1).map(([id]) => id);
      expect(repeated).toEqual([]);
    },
  );
});

test('of many connections of one device at once, the latest stays and no other', async () => {
  const anyAttempts = fc.shuffledSubarray(
    Array.from({ length: 12 }, (_, index) => index + 1),
    { minLength: 2 },
  );
  const daemon = await simulateDaemon();
  const token = await daemon.tokenFor('driver:7');
  let lastDevice = 0;
  const race = async (attempts: readonly number[]) => {
    lastDevice += 1;
    const device = `phone-${lastDevice}`;
    const clients = attempts.map((attempt) => {
      const client = daemon.open();
      client.send({ type: 'auth', token, device, attempt });
      return client;
    });
    const latest = clients[attempts.indexOf(Math.max(...attempts))];
    const losers = clients.filter((client) => client !== latest);
    await latest?.next('snapshot');
    expect(await Promise.all(losers.map(({ closed }) => closed))).toEqual(losers.map(() => 4505));
    await latest?.must({ type: 'ping' });
    latest?.vanish();
    await latest?.closed;
  };
  await fc.assert(fc.asyncProperty(anyAttempts, race), { numRuns: 30, seed: 7 });
});
