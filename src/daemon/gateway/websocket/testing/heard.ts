import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { type FrameBounds, FrameReader } from '../frames/frame-reader.ts';

/** What a reader made of bytes, event by event. */
export type Heard = readonly string[];

/** What our own reader hears; each piece comes in the same buffer, as it does from the system. */
export function heardByOurs(pieces: readonly Buffer[], bounds: FrameBounds): Heard {
  const heard: string[] = [];
  const say = (kind: string) => (value: string | number) => {
    heard.push(`${kind} ${value}`);
  };
  const listener = {
    ...{ text: say('text'), ping: say('ping'), pong: say('pong'), close: say('close') },
    ...{ binary: () => say('binary')(''), fault: say('fault') },
  };
  const reader = new FrameReader(listener, bounds);
  const shared = Buffer.alloc(Math.max(0, ...pieces.map(({ length }) => length)));
  for (const piece of pieces) {
    piece.copy(shared);
    reader.take(shared, piece.length);
  }
  return heard;
}

/** The receiver of `ws`, which its typings leave out. */
interface WsParts {
  readonly Receiver: new (options: object) => Writable;
}

/** What the receiver of `ws` hears of the same bytes. */
export function heardByWs(pieces: readonly Buffer[], bounds: FrameBounds): Promise<Heard> {
  const { Receiver } = ws as unknown as WsParts;
  const { payloadBytesMax: maxPayload, fragmentsMax: maxFragments } = bounds;
  const receiver = new Receiver({ isServer: true, maxPayload, maxFragments });
  const heard: string[] = [];
  const ears: Readonly<Record<string, (data: Buffer, isBinary: boolean) => string>> = {
    message: (data, isBinary) => (isBinary ? 'binary ' : `text ${data.toString()}`),
    ping: (data) => `ping ${data.toString('latin1')}`,
    pong: (data) => `pong ${data.toString('latin1')}`,
    conclude: (code) => `close ${code}`,
  };
  for (const [event, describe] of Object.entries(ears)) {
    receiver.on(event, (data, isBinary) => heard.push(describe(data, isBinary)));
  }
  receiver.on('error', (error) => heard.push(`fault ${statusOf(error)}`));
  for (const piece of pieces) {
    if (!receiver.destroyed && !receiver.writableEnded) receiver.write(Buffer.from(piece));
  }
  // An error is told a turn later.
  return new Promise((resolve) => setImmediate(() => resolve(heard)));
}

function statusOf(error: Error): unknown {
  const key = Object.getOwnPropertySymbols(error).find(
    ({ description }) => description === 'status-code',
  );
  return key === undefined ? error.message : Reflect.get(error, key);
}
