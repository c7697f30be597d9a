import { CONTROL_BYTES_MAX, OPCODE } from './opcode.ts';

/**
 * Frames of a server: whole, and without a mask. A frame is a string of which each character is one
 * byte ("latin1"): so header and payload become one piece without being copied, and the frames of
 * one turn one write.
 */

const FIN = 0x80;
/** Of a close frame the code takes two. */
const REASON_BYTES_MAX = CONTROL_BYTES_MAX - 2;
const NO_STATUS = 1005;

/** `bytes` is the length of `text` in UTF-8. */
export function textFrame(text: string, bytes: number): string {
  const payload = bytes === text.length ? text : Buffer.from(text).toString('latin1');
  return header(OPCODE.text, bytes) + payload;
}

/** `payload` is a string of bytes. */
export function pingFrame(payload: string): string {
  return header(OPCODE.ping, payload.length) + payload;
}

/** `payload` is a string of bytes. */
export function pongFrame(payload: string): string {
  return header(OPCODE.pong, payload.length) + payload;
}

/** As much of a reason as a close frame takes; cut where a character ends. */
export function clipReason(reason: string): string {
  const { read } = new TextEncoder().encodeInto(reason, new Uint8Array(REASON_BYTES_MAX));
  return reason.slice(0, read);
}

/** 1005 says that no code was given. */
export function closeFrame(code: number, reason = ''): string {
  if (code === NO_STATUS) return header(OPCODE.close, 0);
  const bytes = Buffer.from(clipReason(reason)).toString('latin1');
  const payload = String.fromCharCode(code >> 8, code & 0xff) + bytes;
  return header(OPCODE.close, payload.length) + payload;
}

function header(opcode: number, bytes: number): string {
  if (bytes < 126) return String.fromCharCode(FIN | opcode, bytes);
  if (bytes < 65_536) return String.fromCharCode(FIN | opcode, 126, bytes >> 8, bytes & 0xff);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes));
  return String.fromCharCode(FIN | opcode, 127) + length.toString('latin1');
}
