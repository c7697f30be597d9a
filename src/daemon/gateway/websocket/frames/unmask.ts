/**
 * Takes the mask off, in place (RFC 6455 §5.3). Answers all the bytes or-ed together: below 128
 * they are all ASCII, and need neither be checked nor decoded as UTF-8.
 */
export function unmask(bytes: Buffer, keyAt: number, start: number, end: number): number {
  const a = bytes[keyAt] ?? 0;
  const b = bytes[keyAt + 1] ?? 0;
  const c = bytes[keyAt + 2] ?? 0;
  const d = bytes[keyAt + 3] ?? 0;
  let all = 0;
  let at = start;
  // Four at a time without asking where in the key we are: twice as fast as one by one.
  for (const whole = end - 3; at < whole; at += 4) {
    const first = (bytes[at] ?? 0) ^ a;
    const second = (bytes[at + 1] ?? 0) ^ b;
    const third = (bytes[at + 2] ?? 0) ^ c;
    const fourth = (bytes[at + 3] ?? 0) ^ d;
    bytes[at] = first;
    bytes[at + 1] = second;
    bytes[at + 2] = third;
    bytes[at + 3] = fourth;
    all |= first | second | third | fourth;
  }
  for (; at < end; at += 1) {
    const byte = (bytes[at] ?? 0) ^ (bytes[keyAt + ((at - start) & 3)] ?? 0);
    bytes[at] = byte;
    all |= byte;
  }
  return all;
}
