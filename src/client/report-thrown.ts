import type { ClientEvents } from './client-events.ts';
import type { Emitter } from './emitter.ts';

/** Tells what a listener threw as a `fault`, or else outside of the library. */
export function reportThrown(
  events: Emitter<ClientEvents>,
  error: unknown,
  name: keyof ClientEvents,
): void {
  if (name !== 'fault' && events.hears('fault')) {
    const message = `a listener of '${name}' threw`;
    events.emit('fault', { kind: 'listener', message, error });
    return;
  }
  // Nobody would ever hear of it; thrown outside, it breaks neither stream nor other listeners.
  queueMicrotask(() => {
    throw error;
  });
}
