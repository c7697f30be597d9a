import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../clock/index.ts';
import { type ClientFrame, clientFrame, clientText } from './testing/client-frame.ts';
import { LIMITS, openUpgraded } from './testing/upgraded.ts';

const BYE = clientFrame({ opcode: 8, payload: Buffer.of(0x03, 0xe8) });
const text = (payload: string | readonly number[] | Uint8Array, rest: Partial<ClientFrame> = {}) =>
  clientFrame({ opcode: 1, payload: Buffer.from(payload as string), ...rest });
const closed = (code: number) => Buffer.of(0x88, 2, code >> 8, code & 0xff);

describe.each([
  ['taken over from Node', true],
  ['left to ws', false],
])('a connection that is %s', (_, isDirect) => {
  const open = (head?: Buffer) => openUpgraded({ isDirect, ...(head && { head }) });

  async function hearing(...frames: readonly Buffer[]) {
    const { peer, heard, over, rest } = await open();
    for (const frame of frames) peer.write(frame);
    await over;
    return { heard, sent: await rest() };
  }

  test.each([0, 1, 125, 126, 1_000])('takes a message of %i bytes', async (length) => {
    const { heard, sent } = await hearing(clientText('x'.repeat(length)), BYE);
    expect(heard).toEqual([`message ${'x'.repeat(length)}`, 'closed']);
    expect(sent).toEqual(closed(1000));
  });

  test('takes lengths in more bytes than they need', async () => {
    const frames = [clientText('ab', { lengthBytes: 2 }), clientText('cd', { lengthBytes: 8 })];
    expect((await hearing(...frames, BYE)).heard).toEqual(['message ab', 'message cd', 'closed']);
  });

  test('takes what came in one piece with its handshake', async () => {
    const { peer, heard, over } = await open(clientText('early'));
    peer.write(BYE);
    await over;
    expect(heard).toEqual(['message early', 'closed']);
  });

  test('takes frames byte by byte, and many in one piece', async () => {
    const frames = Buffer.concat([clientText('Niño 🛺'), clientText('dos'), BYE]);
    const bytes = [...frames].map((byte) => Buffer.of(byte));
    expect((await hearing(...bytes)).heard).toEqual(['message Niño 🛺', 'message dos', 'closed']);
    expect((await hearing(frames)).heard).toEqual(['message Niño 🛺', 'message dos', 'closed']);
  });

  test('takes fragments with control frames between them, cut within a character', async () => {
    const [first, second] = [Buffer.from('🛺').subarray(0, 2), Buffer.from('🛺').subarray(2)];
    const { heard, sent } = await hearing(
      text(first, { isFinal: false }),
      clientFrame({ opcode: 9, payload: Buffer.from([0, 255]) }),
      text(second, { opcode: 0, isFinal: false }),
      text('', { opcode: 0 }),
      BYE,
    );
    expect(heard).toEqual(['ping', 'message 🛺', 'closed']);
    expect(sent).toEqual(Buffer.concat([Buffer.of(0x8a, 2, 0, 255), closed(1000)]));
  });

  test('hears of binary messages and of Pongs', async () => {
    const binary = clientFrame({ opcode: 2, payload: Buffer.of(1) });
    const pong = clientFrame({ opcode: 10, payload: Buffer.from('7') });
    expect((await hearing(binary, pong, BYE)).heard).toEqual(['binary', 'pong 7', 'closed']);
  });

  test.each<[string, number, readonly Buffer[]]>([
    ['a reserved bit', 1002, [text('x', { reserved: 0x40 })]],
    ['a frame without a mask', 1002, [text('x', { mask: null })]],
    ['an opcode that is none', 1002, [text('x', { opcode: 3 })]],
    ['a control opcode that is none', 1002, [text('x', { opcode: 11 })]],
    ['a control frame in fragments', 1002, [text('x', { opcode: 9, isFinal: false })]],
    ['a control frame of 126 bytes', 1002, [text('x'.repeat(126), { opcode: 9 })]],
    ['a continuation of nothing', 1002, [text('x', { opcode: 0 })]],
    ['a message within another', 1002, [text('x', { isFinal: false }), text('y')]],
    ['a close frame of one byte', 1002, [text('x', { opcode: 8 })]],
    ['a close code that may not be sent', 1002, [text([0x03, 0xee], { opcode: 8 })]],
    ['a close reason that is no text', 1007, [text([0x03, 0xe8, 0x80], { opcode: 8 })]],
    ['a message that is no text', 1007, [text([0xc0, 0xaf])]],
    [
      'too many fragments',
      1008,
      Array.from({ length: 5 }, (_, index) =>
        text('x', { opcode: index === 0 ? 1 : 0, isFinal: false }),
      ),
    ],
    ['a message that is far too long', 1009, [text('x'.repeat(4_001))]],
    [
      'fragments that are too long together',
      1009,
      [text('x'.repeat(2_001), { isFinal: false }), text('x'.repeat(2_000), { opcode: 0 })],
    ],
    ['a length beyond any', 1009, [Buffer.from('81ffffffffffffffffff00000000', 'hex')]],
  ])('ends with a close code after %s', async (_what, code, frames) => {
    const { heard, sent } = await hearing(...frames, clientText('not heard any more'));
    expect(heard).toEqual([`violated ${code}`, 'closed']);
    expect(sent.subarray(0, 4)).toEqual(closed(code));
  });

  test('echoes a close code, and none where none was given', async () => {
    const own = clientFrame({ opcode: 8, payload: Buffer.of(0x0f, 0xa0) });
    expect((await hearing(own)).sent).toEqual(closed(4000));
    const none = clientFrame({ opcode: 8, payload: Buffer.alloc(0) });
    expect((await hearing(none)).sent).toEqual(Buffer.of(0x88, 0));
  });

  test('hears nothing after a goodbye', async () => {
    expect((await hearing(Buffer.concat([BYE, clientText('x')]))).heard).toEqual(['closed']);
  });

  test('sends texts of every length, Pings, and a goodbye whose reason fits', async () => {
    const { transport, peer, rest } = await open();
    const texts = ['', 'Niño 🛺', 'x'.repeat(126), 'é'.repeat(40_000)];
    for (const each of texts) transport.send(each, Buffer.byteLength(each));
    transport.ping('42');
    transport.close(4001, 'é'.repeat(100));
    peer.write(clientFrame({ opcode: 8, payload: Buffer.of(0x0f, 0xa1) }));
    const [, two, three, four] = texts.map((each) => Buffer.from(each));
    const reason = Buffer.from('é'.repeat(61));
    const expected = [
      ...[Buffer.of(0x81, 0), Buffer.of(0x81, two?.length ?? 0), two],
      ...[Buffer.of(0x81, 126, 0, 126), three],
      ...[Buffer.from('817f0000000000013880', 'hex'), four],
      Buffer.of(0x89, 2, 0x34, 0x32),
      ...[Buffer.of(0x88, 2 + reason.length, 0x0f, 0xa1), reason],
    ];
    expect(await rest()).toEqual(Buffer.concat(expected.map((bytes) => bytes ?? Buffer.alloc(0))));
  });

  test('keeps the order of what a slow peer has to wait for', async () => {
    const { transport, peer, gets } = await open();
    peer.pause();
    const line = (index: number) => String(index).padStart(1_000, '.');
    let count = 0;
    while (transport.bufferedBytes < 100_000) {
      for (let left = 100; left > 0; left -= 1) transport.send(line(count++), 1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    transport.send('last', 4);
    peer.resume();
    const bytes = await gets(count * 1_004 + 6);
    const lines = Array.from({ length: count }, (_, index) =>
      bytes.toString('latin1', index * 1_004 + 4, (index + 1) * 1_004),
    );
    expect(lines).toEqual(Array.from({ length: count }, (_, index) => line(index)));
    expect(bytes.toString('latin1', count * 1_004)).toBe('\x81\x04last');
    expect(transport.bufferedBytes).toBe(0);
  });

  test('says goodbye also where it is cut at once', async () => {
    const { transport, rest, over, heard } = await open();
    transport.send('farewell', 8);
    transport.close(4000, '');
    transport.terminate();
    await over;
    expect(await rest()).toEqual(
      Buffer.concat([Buffer.from('\x81\x08farewell', 'latin1'), closed(4000)]),
    );
    expect(heard).toEqual(['closed']);
  });

  test('is over once when its peer resets it', async () => {
    const { transport, peer, over, heard } = await open();
    peer.resetAndDestroy();
    await over;
    transport.send('x', 1);
    transport.ping('1');
    transport.close(4000, '');
    transport.terminate();
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(['closed']);
  });

  test('is over when its peer ends without a goodbye', async () => {
    const { peer, over, heard } = await open();
    peer.end();
    await over;
    expect(heard).toEqual(['closed']);
  });
});

test('a peer that does not answer a goodbye is cut after a while', async () => {
  const clock = new ManualClock();
  const { transport, gets, over, heard } = await openUpgraded({ isDirect: true, clock });
  transport.close(4000, '');
  await gets(4);
  expect(heard).toEqual([]);
  clock.advance(LIMITS.closeTimeoutMs);
  await over;
  expect(heard).toEqual(['closed']);
  expect(clock.pendingCount).toBe(0);
});
