/** Times on the wire are those of the wall, with a fraction of three digits. */
export const now = () => performance.timeOrigin + performance.now();

const KEY = Buffer.from('"timestamp":');
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;

/**
 * The `timestamp` of a JSON object, in ms, without parsing the rest: a generator reads as many of
 * them as the server writes. Not a number where there is none.
 */
export function timestampIn(bytes: Buffer, start: number, end: number): number {
  const found = bytes.indexOf(KEY, start);
  if (found < 0 || found >= end) return Number.NaN;
  let value = 0;
  let scale = 0;
  for (let at = found + KEY.length; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === POINT) scale = 1;
    else if (byte < ZERO || byte > NINE) break;
    else {
      value = value * 10 + byte - ZERO;
      scale *= 10;
    }
  }
  return scale === 0 ? value : value / scale;
}
