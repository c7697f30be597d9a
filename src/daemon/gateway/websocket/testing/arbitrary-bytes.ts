import type { Random } from '../../../../simulator/random.ts';
import { type ClientFrame, clientFrame } from './client-frame.ts';

const TEXTS = ['', 'a', '{"type":"ping"}', 'ñandú', '🛺', 'x'.repeat(126), 'é'.repeat(100)];
/** Not UTF-8: a lone continuation, a surrogate, an overlong form, a character cut in two. */
const NO_TEXTS = [[0x80], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf0, 0x9f]];
const CLOSES = [
  [],
  [3],
  [0x03, 0xe8],
  [0x0f, 0xa0],
  [0x03, 0xec],
  [0x03, 0xe8, 0x80],
  [0xff, 0xff],
];

/** Some frames of a client, most of them as they should be, perhaps with a few bytes wrong. */
export function arbitraryBytes(random: Random): Buffer {
  const frames: Buffer[] = [];
  for (let left = random.integer(1, 6); left > 0; left -= 1) frames.push(...someFrames(random));
  const bytes = Buffer.concat(frames);
  if (random.next() < 0.3) spoil(bytes, random);
  return random.next() < 0.1 ? bytes.subarray(0, random.integer(0, bytes.length)) : bytes;
}

/** The same bytes in pieces of any length. */
export function cut(bytes: Buffer, random: Random): Buffer[] {
  const lengthMax = random.pick([1, 3, 20, 1_000]);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = random.integer(1, lengthMax);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

function someFrames(random: Random): Buffer[] {
  const chance = random.next();
  if (chance < 0.35) return [frame(random, { opcode: 1, payload: payload(random) })];
  if (chance < 0.65) return fragments(random);
  if (chance < 0.7) return [frame(random, { opcode: 2, payload: payload(random) })];
  if (chance < 0.9) return [control(random)];
  if (chance < 0.95)
    return [frame(random, { opcode: 8, payload: Buffer.from(random.pick(CLOSES)) })];
  return [odd(random)];
}

/** One message in several frames, with others in between; its characters may be cut in two. */
function fragments(random: Random): Buffer[] {
  const whole = payload(random);
  const count = random.integer(2, 5);
  const at = (index: number) => Math.floor((whole.length * index) / count);
  return Array.from({ length: count }, (_, index) => {
    const piece = whole.subarray(at(index), at(index + 1));
    const opcode = index === 0 ? random.pick([1, 1, 2]) : 0;
    const sent = frame(random, { opcode, payload: piece, isFinal: index === count - 1 });
    return random.next() < 0.3 ? Buffer.concat([control(random), sent]) : sent;
  });
}

function control(random: Random): Buffer {
  const length = random.pick([0, 5, 125, 125, 126]);
  const isLong = random.next() < 0.9;
  const bytes = Buffer.alloc(isLong ? Math.min(length, 125) : length, random.integer(0, 255));
  return frame(random, { opcode: random.pick([9, 10]), payload: bytes });
}

/** What no client may send. */
function odd(random: Random): Buffer {
  return frame(random, {
    opcode: random.integer(0, 15),
    payload: payload(random),
    isFinal: random.next() < 0.5,
    reserved: random.pick([0, 0x10, 0x20, 0x40]),
  });
}

function frame(random: Random, sent: ClientFrame): Buffer {
  const mask = Array.from({ length: 4 }, () => random.integer(0, 255));
  return clientFrame({
    ...sent,
    mask: random.next() < 0.01 ? null : mask,
    ...(random.next() < 0.1 && { lengthBytes: random.pick([2, 8]) }),
  });
}

function payload(random: Random): Buffer {
  if (random.next() < 0.05) return Buffer.from(random.pick(NO_TEXTS));
  return Buffer.from(random.pick(TEXTS).repeat(random.pick([1, 1, 1, 2, 3])));
}

function spoil(bytes: Buffer, random: Random): void {
  for (let left = random.integer(1, 3); left > 0; left -= 1) {
    bytes[random.integer(0, bytes.length - 1)] = random.integer(0, 255);
  }
}
