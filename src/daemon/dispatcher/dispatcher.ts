import type { Actor, BookingCommand } from '../../core/index.ts';
import type { UserKey } from '../../protocol/index.ts';
import type { CommandOutcome, IdempotencyKey, NotifyOutcome } from '../store/store.ts';

/** The only way to change a booking: queue → decide → commit → publish → answer. */
export interface Dispatcher {
  /** Resolves after the commit. Refused with `overloaded` when too many commands wait. */
  submit(command: BookingCommand, actor: Actor, key?: IdempotencyKey): Promise<CommandOutcome>;
  notify(to: UserKey, event: string, data: unknown, key?: IdempotencyKey): Promise<NotifyOutcome>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
  close(): void;
}
