import type { AnyServerMessage } from '../protocol/index.ts';

/**
 * Reads a frame of the daemon; null when it is none of its messages. Fields are not checked: the
 * daemon is the one whom a client believes.
 */
export function readFrame(text: string): AnyServerMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}

function isMessage(value: unknown): value is AnyServerMessage {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}
