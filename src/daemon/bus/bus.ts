import type { Actor } from '../../core/index.ts';
import type { EventView, UserKey } from '../../protocol/index.ts';
import type { SecurityNote } from '../security/security-note.ts';
import type { CommittedStep, Delivery } from '../store/store.ts';

/**
 * What one part of the daemon tells the others, and later one node the other nodes. At most once:
 * a lost publication costs a delay, never an event, because streams are read from the store.
 */
export interface BusTopics {
  /** A user's stream has grown up to this delivery. */
  readonly delivery: Delivery;
  /** A booking was changed. */
  readonly step: CommittedStep;
  /** These tokens are no longer valid; live sessions that use them must end. */
  readonly revoked: { readonly hashes: readonly string[] };
  /** A user's first session opened, or their last one closed (after a grace). */
  readonly presence: { readonly user: UserKey; readonly online: boolean };
  /** A rider has rated a trip. */
  readonly rated: { readonly bookingId: string; readonly by: Actor; readonly rating: number };
  /** Something that whoever guards the daemon wants to know. */
  readonly security: SecurityNote;
  /** An operator has closed a session. */
  readonly kicked: { readonly user: UserKey; readonly reason: string };
  /** Everything of the users whose ids start so was deleted, as after a simulation. */
  readonly erased: { readonly userIdPrefix: string };
  /** One line of the live log. */
  readonly event: EventView;
}
export type BusTopic = keyof BusTopics;

export interface Bus {
  publish<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]): void;
  /** Answers how to unsubscribe. */
  subscribe<Topic extends BusTopic>(
    topic: Topic,
    listener: (message: BusTopics[Topic]) => void,
  ): () => void;
}
