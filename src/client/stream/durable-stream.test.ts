import { describe, expect, test } from 'vitest';
import { openedSession } from '../testing/opened-session.ts';
import { DurableStream } from './durable-stream.ts';

/** A stream that has processed up to 5 of epoch e1. */
function streamAt5(acks = true): DurableStream {
  const stream = new DurableStream(null, acks);
  stream.begin(openedSession({ from: 5, seq: 5 }));
  stream.tookSnapshot();
  return stream;
}

test('a first session starts where the daemon says, not at its newest', () => {
  const stream = new DurableStream(null, true);
  expect(stream.position).toBe(null);
  stream.begin(openedSession({ from: 3, seq: 9 }));
  stream.tookSnapshot();
  expect(stream.position).toEqual({ epoch: 'e1', seq: 3 });
});

test('a session that broke before its snapshot came is not resumed', () => {
  const stream = streamAt5();
  stream.begin(openedSession({ epoch: 'e2', from: 6, seq: 6 }));
  expect(stream.position).toBe(null);
  stream.begin(openedSession({ epoch: 'e2', from: 6, seq: 6 }));
  stream.tookSnapshot();
  expect(stream.position).toEqual({ epoch: 'e2', seq: 6 });
});

test('an admin, who gets no snapshot, resumes in any case', () => {
  const stream = new DurableStream(null, true);
  stream.begin(openedSession({ role: 'admin', from: 3, seq: 3 }));
  expect(stream.position?.seq).toBe(3);
});

test('the position is the last message that was processed', () => {
  const stream = streamAt5();
  expect(stream.judge(6)).toBe('deliver');
  expect(stream.position?.seq).toBe(5);
  stream.advance(6);
  expect(stream.position?.seq).toBe(6);
});

test('what was processed is not shown again', () => {
  expect(streamAt5().judge(5)).toBe('repeat');
  expect(streamAt5().judge(1)).toBe('repeat');
});

describe('a gap', () => {
  test('asks for a new connection, and is accepted when that does not fill it', () => {
    const stream = streamAt5();
    expect(stream.judge(7)).toBe('gap');
    stream.begin(openedSession({ from: 5, seq: 7, resumed: true }));
    expect(stream.judge(7)).toBe('deliver');
    stream.advance(7);
    expect(stream.judge(9)).toBe('gap');
  });

  test('says nothing to a client without acknowledgements', () => {
    expect(streamAt5(false).judge(7)).toBe('deliver');
  });
});

describe('a new session', () => {
  test('goes on where the last one stopped', () => {
    const stream = streamAt5();
    stream.begin(openedSession({ from: 5, seq: 8, resumed: true }));
    expect(stream.position?.seq).toBe(5);
  });

  test('that starts further back repeats nothing', () => {
    const stream = streamAt5();
    stream.begin(openedSession({ from: 2, seq: 8 }));
    expect(stream.judge(3)).toBe('repeat');
    expect(stream.judge(6)).toBe('deliver');
  });

  test('that starts further on follows the daemon', () => {
    const stream = streamAt5();
    stream.begin(openedSession({ from: 20, seq: 30 }));
    stream.tookSnapshot();
    expect(stream.position?.seq).toBe(20);
  });

  test.each([
    ['of another epoch', { epoch: 'e2', from: 1, seq: 9 }],
    ['of a history that ends before our position', { from: 1, seq: 4 }],
  ])('%s starts anew', (_, fields) => {
    const stream = streamAt5();
    stream.begin(openedSession(fields));
    stream.tookSnapshot();
    expect(stream.position?.seq).toBe(1);
    expect(stream.judge(2)).toBe('deliver');
  });

  test('takes up the position of an earlier client', () => {
    const stream = new DurableStream({ epoch: 'e1', seq: 5 }, true);
    stream.begin(openedSession({ from: 5, seq: 9, resumed: true }));
    expect(stream.judge(5)).toBe('repeat');
    expect(stream.judge(6)).toBe('deliver');
  });
});

describe('what was there before a client began', () => {
  test('stays old for it, also after it was cut off and has resumed', () => {
    const stream = new DurableStream(null, true);
    stream.begin(openedSession({ from: 5, seq: 7 }));
    stream.begin(openedSession({ from: 5, seq: 9, resumed: true }));
    expect([6, 7, 8].map((seq) => stream.isOld(seq))).toEqual([true, true, false]);
  });

  test('is nothing for one that goes on from where it was', () => {
    const stream = new DurableStream({ epoch: 'e1', seq: 5 }, true);
    stream.begin(openedSession({ from: 5, seq: 7, resumed: true }));
    expect(stream.isOld(6)).toBe(false);
  });
});
