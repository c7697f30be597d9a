/** A frame as a client may send it, or, for tests, as it may not (RFC 6455 §5.2). */
export interface ClientFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
  readonly isFinal?: boolean;
  /** Of the reserved bits, 0x70 are all. */
  readonly reserved?: number;
  /** Four bytes; null sends it unmasked. */
  readonly mask?: readonly number[] | null;
  /** Announces its length in at least 2 or 8 bytes although fewer would do. */
  readonly lengthBytes?: 2 | 8;
}

const MASK = [0x37, 0xfa, 0x21, 0x3d];

export function clientFrame(frame: ClientFrame): Buffer {
  const { opcode, payload, isFinal = true, reserved = 0, mask = MASK } = frame;
  const first = (isFinal ? 0x80 : 0) | reserved | opcode;
  const length = lengthOf(payload.length, frame.lengthBytes ?? 0);
  if (mask !== null) length[0] = (length[0] ?? 0) | 0x80;
  const masked = payload.map((byte, index) => byte ^ (mask?.[index % 4] ?? 0));
  return Buffer.concat([Buffer.of(first), length, Buffer.from(mask ?? []), masked]);
}

export function clientText(text: string, rest: Partial<ClientFrame> = {}): Buffer {
  return clientFrame({ opcode: 1, payload: Buffer.from(text), ...rest });
}

function lengthOf(bytes: number, atLeast: number): Buffer {
  if (bytes < 126 && atLeast === 0) return Buffer.of(bytes);
  if (bytes < 65_536 && atLeast <= 2) return Buffer.of(126, bytes >> 8, bytes & 0xff);
  const length = Buffer.alloc(9, 127);
  length.writeBigUInt64BE(BigInt(bytes), 1);
  return length;
}
