/** RFC 6455 §5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export function isControl(opcode: number): boolean {
  return opcode >= OPCODE.close && opcode <= OPCODE.pong;
}

/** RFC 6455 §5.5. */
export const CONTROL_BYTES_MAX = 125;
