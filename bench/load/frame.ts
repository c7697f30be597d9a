const FINAL = 0x80;
const MASKED = 0x80;
const SHORT_MAX = 125;
/** What stands for the length where it follows in two, or in eight bytes: RFC 6455 §5.2. */
export const LENGTH_16 = 126;
export const LENGTH_64 = 127;
/** All four bytes of the mask, so that a byte can be changed wherever it stands in the frame. */
export const MASK = 0x5a;
const MASK_BYTES = 4;

/** A client's frame of at most 64 KiB of ASCII. */
export function frameOf(opcode: number, text: string): Buffer {
  const isShort = text.length <= SHORT_MAX;
  const start = (isShort ? 2 : 4) + MASK_BYTES;
  const frame = Buffer.alloc(start + text.length);
  frame[0] = FINAL | opcode;
  frame[1] = MASKED | (isShort ? text.length : LENGTH_16);
  if (!isShort) frame.writeUInt16BE(text.length, 2);
  frame.fill(MASK, start - MASK_BYTES, start);
  for (let index = 0; index < text.length; index += 1) {
    frame[start + index] = text.charCodeAt(index) ^ MASK;
  }
  return frame;
}
