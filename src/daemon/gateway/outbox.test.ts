import { expect, test } from 'vitest';
import { Counters } from '../stats/counters.ts';
import { Outbox } from './outbox.ts';

const HIGH = 1_000;
const MAX = 10_000;

function openOutbox() {
  const sent: string[] = [];
  const socket = {
    bufferedBytes: 0,
    send: (text: string) => sent.push(text),
    ping: () => {},
    close: () => {},
    terminate: () => {},
  };
  const counters = new Counters();
  let overflows = 0;
  const outbox = new Outbox({
    socket,
    counters,
    limits: { outgoingBytesHigh: HIGH, outgoingBytesMax: MAX, outgoingStallMs: 100 },
    onOverflow: () => {
      overflows += 1;
    },
  });
  return { outbox, socket, sent, counters, overflows: () => overflows };
}

test('sends at once while the socket drains, and counts bytes and not letters', () => {
  const { outbox, sent, counters } = openOutbox();
  outbox.send('ñ');
  expect(outbox.sendLatest('a', 'x')).toBe(false);
  expect(sent).toEqual(['ñ', 'x']);
  expect(counters).toMatchObject({ messagesOut: 2, bytesOut: 3 });
});

test('keeps the newest of each live state while it is congested', () => {
  const { outbox, socket, sent } = openOutbox();
  socket.bufferedBytes = HIGH + 1;
  expect(['a1', 'b1', 'a2'].map((text) => outbox.sendLatest(text.slice(0, 1), text))).toEqual([
    false,
    false,
    true,
  ]);
  outbox.tick(0);
  expect(sent).toEqual([]);
  socket.bufferedBytes = 0;
  expect(outbox.isCongested).toBe(true);
  outbox.tick(1);
  expect(sent).toEqual(['b1', 'a2']);
  expect(outbox.isCongested).toBe(false);
});

test('overflows before it holds more than it may', () => {
  const { outbox, socket, sent, overflows } = openOutbox();
  socket.bufferedBytes = MAX - 2;
  outbox.send('12');
  expect(overflows()).toBe(0);
  outbox.send('123');
  expect(overflows()).toBe(1);
  expect(sent).toEqual(['12']);
});

test('takes one message of any length into an empty buffer', () => {
  const { outbox, sent, overflows } = openOutbox();
  outbox.send('x'.repeat(2 * MAX));
  expect([sent.length, overflows()]).toEqual([1, 0]);
});

test('overflows when nothing was taken for long enough, counted from the last time', () => {
  const { outbox, socket, overflows } = openOutbox();
  const wait = (bufferedBytes: number, nowMs: number) => {
    socket.bufferedBytes = bufferedBytes;
    outbox.tick(nowMs);
    return overflows();
  };
  expect([wait(HIGH + 9, 0), wait(HIGH + 9, 99), wait(HIGH + 8, 150)]).toEqual([0, 0, 0]);
  expect([wait(HIGH + 8, 249), wait(0, 260), wait(HIGH + 8, 300)]).toEqual([0, 0, 0]);
  expect([wait(HIGH + 8, 399), wait(HIGH + 8, 400)]).toEqual([0, 1]);
});

test('does not overflow while something is taken, even where more comes than is taken', () => {
  const { outbox, socket, overflows } = openOutbox();
  socket.bufferedBytes = HIGH + 1;
  for (let nowMs = 0; nowMs <= 1_000; nowMs += 50) {
    outbox.tick(nowMs);
    outbox.send('x'.repeat(20));
    // With a frame's head, less what was taken.
    socket.bufferedBytes += 22 - 10;
  }
  expect(overflows()).toBe(0);
});

test('overflows where more and more comes and nothing is taken', () => {
  const { outbox, socket, overflows } = openOutbox();
  socket.bufferedBytes = HIGH + 1;
  for (let nowMs = 0; nowMs <= 100; nowMs += 50) {
    outbox.tick(nowMs);
    outbox.send('x'.repeat(20));
    socket.bufferedBytes += 22;
  }
  expect(overflows()).toBe(1);
});

test('lets those wait who have much to send, until there is room or nobody is left', async () => {
  const { outbox, socket } = openOutbox();
  await outbox.drained();
  socket.bufferedBytes = HIGH + 1;
  const order: string[] = [];
  const waiting = outbox.drained().then(() => order.push('drained'));
  outbox.tick(0);
  order.push('ticked');
  socket.bufferedBytes = 0;
  outbox.tick(1);
  await waiting;
  expect(order).toEqual(['ticked', 'drained']);
  socket.bufferedBytes = HIGH + 1;
  const left = outbox.drained();
  outbox.close();
  await left;
});

test('sends its farewell past every limit, and drops what was kept', () => {
  const { outbox, socket, sent, overflows } = openOutbox();
  socket.bufferedBytes = MAX;
  outbox.sendLatest('a', 'a1');
  outbox.close('goodbye');
  socket.bufferedBytes = 0;
  outbox.tick(0);
  expect([sent, overflows()]).toEqual([['goodbye'], 0]);
});
