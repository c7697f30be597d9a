import type { BookingCommand } from '../../core/index.ts';
import type { AnyClientMessage, WireId } from '../../protocol/index.ts';
import { answerOf, recipientOf } from '../commands/command-answer.ts';
import { commandHash } from '../commands/command-hash.ts';
import type { Parts } from '../gateway/parts.ts';
import type { Session } from '../gateway/session.ts';
import type { IdempotencyKey } from '../store/store.ts';

/** Submits a command and answers its sender once it is durable. */
export async function submit(
  parts: Parts,
  session: Session,
  message: AnyClientMessage,
  command: BookingCommand,
): Promise<void> {
  const startedMs = parts.wallClock.monotonic();
  const key = idempotencyKey(session, message);
  const outcome = await parts.dispatcher.submit(command, session.user, key);
  if (outcome.ok) {
    const online = parts.sessions.isOnline(recipientOf(command, outcome));
    session.ack(message.id, answerOf(outcome, online));
  } else session.refuse(message.id, outcome.refusal);
  parts.stats.commandLatency.record(parts.wallClock.monotonic() - startedMs);
}

/** The scope of an `id` is the user's device, or without one this very connection. */
export function idempotencyKey(
  session: Session,
  message: AnyClientMessage & { readonly id?: WireId },
): IdempotencyKey | undefined {
  if (message.id === undefined) return undefined;
  const scope =
    session.device === null
      ? `session/${session.id}`
      : `device/${session.userName}/${session.device}`;
  // 7 and "7" are two ids.
  return { scope, id: JSON.stringify(message.id), hash: commandHash(message) };
}
