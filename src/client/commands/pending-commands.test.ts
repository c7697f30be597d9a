import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { CLIENT_LIMITS, type ClientLimits } from '../client-limits.ts';
import { PendingCommands } from './pending-commands.ts';

const COMMAND = { type: 'status_update', booking_id: 1, status: 'arrived' };

function pending(limits: Partial<ClientLimits> = {}) {
  const clock = new ManualClock();
  const sent: { readonly id: string }[] = [];
  const suspected = { count: 0 };
  const commands = new PendingCommands({
    clock,
    random: () => 0,
    limits: { ...CLIENT_LIMITS, ...limits },
    transmit: (text) => sent.push(JSON.parse(text)),
    suspect: () => {
      suspected.count += 1;
    },
  });
  const refuse = (code: string, fields: object = {}) => {
    const id = sent.at(-1)?.id ?? '';
    return commands.refuse({ type: 'error', id, code, message: code, temporary: true, ...fields });
  };
  return { clock, sent, suspected, commands, refuse };
}

test('a command waits for the session, and its answer is its result', async () => {
  const { sent, commands } = pending();
  const result = commands.send(COMMAND);
  expect(sent).toEqual([]);
  commands.open();
  const id = sent[0]?.id ?? '';
  expect(sent).toEqual([{ ...COMMAND, id }]);
  expect(commands.acknowledge({ type: 'ack', id, result: { version: 4 } })).toBe(true);
  expect(commands.acknowledge({ type: 'ack', id })).toBe(false);
  await expect(result).resolves.toEqual({ version: 4 });
});

test('unanswered commands go out again in their order, unchanged', async () => {
  const { sent, commands } = pending();
  commands.open();
  const results = [commands.send(COMMAND), commands.send(COMMAND)];
  commands.interrupt();
  commands.open();
  const [first, second] = sent;
  expect(sent).toEqual([first, second, first, second]);
  expect(first?.id).not.toBe(second?.id);
  for (const id of [first?.id, second?.id]) commands.acknowledge({ type: 'ack', id: id ?? '' });
  await Promise.all(results);
});

test('a lasting refusal rejects with the code, the sentence and the details', async () => {
  const { commands, refuse } = pending();
  commands.open();
  const result = commands.send(COMMAND);
  refuse('illegal_transition', { temporary: false, details: { next: ['started'] } });
  await expect(result).rejects.toMatchObject({
    name: 'ClientError',
    code: 'illegal_transition',
    temporary: false,
    details: { next: ['started'] },
  });
});

test('an id that the daemon knows with other content is the end of it', async () => {
  const { clock, sent, commands, refuse } = pending();
  commands.open();
  const result = commands.send(COMMAND);
  refuse('id_reused', { temporary: false });
  await expect(result).rejects.toMatchObject({ code: 'id_reused' });
  expect([sent.length, clock.pendingCount]).toEqual([1, 0]);
});

test('a temporary refusal is tried again when the daemon says', async () => {
  const { clock, sent, commands, refuse } = pending();
  commands.open();
  const result = commands.send(COMMAND);
  refuse('rate_limited', { retry_after_ms: 2_000 });
  clock.advance(1_999);
  expect(sent.length).toBe(1);
  clock.advance(1);
  expect(sent.length).toBe(2);
  commands.acknowledge({ type: 'ack', id: sent[1]?.id ?? '' });
  await expect(result).resolves.toBe(undefined);
});

test('or sooner on another connection, and then not once more', async () => {
  const { clock, sent, commands, refuse } = pending();
  commands.open();
  const result = commands.send(COMMAND);
  refuse('shutting_down', { retry_after_ms: 10_000 });
  commands.interrupt();
  clock.advance(1_000);
  commands.open();
  expect(sent.length).toBe(2);
  clock.advance(4_000);
  commands.acknowledge({ type: 'ack', id: sent[1]?.id ?? '' });
  clock.advance(60_000);
  expect(sent.length).toBe(2);
  await result;
});

test('for as long as it may wait where nothing can be stored', async () => {
  const { clock, sent, commands, refuse } = pending({ retriesMax: 2, commandTimeoutMs: 60_000 });
  commands.open();
  const result = commands.send(COMMAND);
  for (let round = 1; round < 12; round += 1) {
    refuse('unavailable', { retry_after_ms: 5_000 });
    clock.advance(5_000);
    expect(sent.length).toBe(round + 1);
  }
  refuse('unavailable', { retry_after_ms: 5_000 });
  await expect(result).rejects.toMatchObject({ code: 'unavailable', temporary: true });
});

test('but not for ever', async () => {
  const { clock, sent, commands, refuse } = pending({ retriesMax: 2 });
  commands.open();
  const result = commands.send(COMMAND);
  for (let round = 0; round < 3; round += 1) {
    refuse('overloaded');
    clock.advance(1_000);
  }
  await expect(result).rejects.toMatchObject({ code: 'overloaded', temporary: true });
  expect(sent.length).toBe(3);
});

describe('a fault of the daemon, which may have carried the command out', () => {
  test('is asked again under the same id, and its answer counts', async () => {
    const { clock, sent, commands, refuse } = pending();
    commands.open();
    const result = commands.send(COMMAND);
    refuse('internal', { retry_after_ms: 1_000 });
    clock.advance(1_000);
    expect(sent).toEqual([sent[0], sent[0]]);
    commands.acknowledge({ type: 'ack', id: sent[0]?.id ?? '', result: { version: 4 } });
    await expect(result).resolves.toEqual({ version: 4 });
  });

  test('is asked with growing pauses, and told in the end', async () => {
    const { clock, sent, commands, refuse } = pending({ retriesMax: 3 });
    commands.open();
    const result = commands.send(COMMAND);
    for (const pauseMs of [1_000, 2_000, 4_000]) {
      refuse('internal', { retry_after_ms: 1_000 });
      const before = sent.length;
      clock.advance(pauseMs - 1);
      expect(sent.length).toBe(before);
      clock.advance(1);
      expect(sent.length).toBe(before + 1);
    }
    refuse('internal', { retry_after_ms: 1_000 });
    await expect(result).rejects.toMatchObject({ code: 'internal', temporary: true });
    expect(clock.pendingCount).toBe(0);
  });
});

describe('an id of the caller’s', () => {
  test('is that of the command', async () => {
    const { sent, commands } = pending();
    commands.open();
    const result = commands.send(COMMAND, { id: 'trip-7-arrived' });
    expect(sent).toEqual([{ ...COMMAND, id: 'trip-7-arrived' }]);
    commands.acknowledge({ type: 'ack', id: 'trip-7-arrived' });
    await result;
  });

  test('has one answer for all who ask the same while it waits', async () => {
    const { sent, commands } = pending();
    commands.open();
    const results = [1, 2].map(() => commands.send(COMMAND, { id: 'a' }));
    expect(sent.length).toBe(1);
    commands.acknowledge({ type: 'ack', id: 'a', result: { version: 4 } });
    expect(await Promise.all(results)).toEqual([{ version: 4 }, { version: 4 }]);
  });

  test('is for one command', async () => {
    const { commands } = pending();
    const first = commands.send(COMMAND, { id: 'a' });
    const other = commands.send({ ...COMMAND, status: 'started' }, { id: 'a' });
    await expect(other).rejects.toMatchObject({ code: 'id_reused', temporary: false });
    commands.open();
    commands.acknowledge({ type: 'ack', id: 'a' });
    await first;
  });

  test.each(['', 'a'.repeat(65)])('has 1 to 64 characters', async (id) => {
    const { commands } = pending();
    const code = 'invalid_message';
    await expect(commands.send(COMMAND, { id })).rejects.toMatchObject({ code });
  });
});

test('a live daemon has half a minute to answer', async () => {
  const { clock, commands } = pending();
  commands.open();
  const result = commands.send(COMMAND);
  clock.advance(30_000);
  await expect(result).rejects.toMatchObject({ code: 'timeout', temporary: true });
});

test('a slow answer casts suspicion on the connection, once', async () => {
  const { clock, sent, suspected, commands } = pending();
  commands.open();
  const result = commands.send(COMMAND);
  clock.advance(4_999);
  expect(suspected.count).toBe(0);
  clock.advance(20_000);
  expect(suspected.count).toBe(1);
  commands.acknowledge({ type: 'ack', id: sent[0]?.id ?? '' });
  await result;
  expect(clock.pendingCount).toBe(0);
});

test('time offline does not count, up to ten minutes in all', async () => {
  const { clock, commands } = pending();
  const result = commands.send(COMMAND);
  let isSettled = false;
  result.catch(() => {
    isSettled = true;
  });
  clock.advance(500_000);
  commands.open();
  clock.advance(20_000);
  commands.interrupt();
  clock.advance(79_999);
  await Promise.resolve();
  expect(isSettled).toBe(false);
  clock.advance(1);
  await expect(result).rejects.toMatchObject({ code: 'timeout' });
});

test('a caller may have less patience', async () => {
  const { clock, commands } = pending();
  commands.open();
  const result = commands.send(COMMAND, { timeoutMs: 1_000 });
  clock.advance(1_000);
  await expect(result).rejects.toMatchObject({ code: 'timeout' });
});

test('an answer that comes when nobody waits any more is nobody’s', async () => {
  const { sent, clock, commands, refuse } = pending();
  commands.open();
  const result = commands.send(COMMAND, { timeoutMs: 1_000 });
  clock.advance(1_000);
  await expect(result).rejects.toMatchObject({ code: 'timeout' });
  expect(commands.acknowledge({ type: 'ack', id: sent[0]?.id ?? '' })).toBe(false);
  expect(refuse('internal')).toBe(false);
  commands.interrupt();
  commands.open();
  expect(sent.length).toBe(1);
});

test('ids of one page load are no other’s', () => {
  const idsOf = (random: () => number) => {
    const sent: string[] = [];
    const transmit = (text: string) => sent.push(JSON.parse(text).id);
    const clock = new ManualClock();
    const ports = { clock, random, limits: CLIENT_LIMITS, transmit, suspect: () => {} };
    const commands = new PendingCommands(ports);
    commands.open();
    for (let count = 0; count < 3; count += 1) void commands.send(COMMAND);
    return sent;
  };
  const ids = [...idsOf(() => 0.1), ...idsOf(() => 0.2)];
  expect(new Set(ids).size).toBe(6);
});

test('too many are refused, and so is a frame that no daemon takes', async () => {
  const { commands } = pending({ commandsMax: 1 });
  await expect(commands.send({ ...COMMAND, message: 'ñ'.repeat(40_000) })).rejects.toMatchObject({
    code: 'payload_too_large',
  });
  const first = commands.send(COMMAND);
  await expect(commands.send(COMMAND)).rejects.toMatchObject({ code: 'queue_full' });
  commands.open();
  commands.acknowledge({ type: 'ack', id: `${'a'.repeat(10)}-2` });
  await first;
});
