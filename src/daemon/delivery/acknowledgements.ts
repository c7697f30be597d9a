import { formatUser, type UserKey } from '../../protocol/index.ts';
import type { Log } from '../services.ts';
import type { Acknowledgement, Store } from '../store/store.ts';
import { isOutage } from '../store/store-error.ts';

/** Users of one call, so that no commit waits long for it. */
const USERS_AT_ONCE_MAX = 500;

interface AcknowledgementParts {
  readonly store: Pick<Store, 'acknowledgeAll'>;
  readonly log: Log;
}

/** Users whose numbers are written together; each once, so they are no more than the sessions. */
interface Round {
  readonly newest: Map<string, Acknowledgement>;
  readonly written: PromiseWithResolvers<void>;
}

/**
 * Writes down how far users have acknowledged. While a round is being written the next one gathers,
 * with each user's newest number: a town that acknowledges each message, or a client that says the
 * same without end, costs the store one call per commit.
 */
export class Acknowledgements {
  private readonly parts: AcknowledgementParts;
  private gathering: Round | null = null;
  private underWay: Round | null = null;

  constructor(parts: AcknowledgementParts) {
    this.parts = parts;
  }

  /** `seq` must have been given out. */
  add(user: UserKey, seq: number): void {
    this.gathering ??= { newest: new Map(), written: Promise.withResolvers() };
    const { newest } = this.gathering;
    const name = formatUser(user);
    if (seq > (newest.get(name)?.seq ?? 0)) newest.set(name, { user, seq });
    if (this.underWay === null) void this.writeRounds();
  }

  /** Resolves after the commit of all that was added until now; rejects where it failed. */
  written(): Promise<void> {
    return (this.gathering ?? this.underWay)?.written.promise ?? Promise.resolve();
  }

  private async writeRounds(): Promise<void> {
    for (let round = this.begin(); round !== null; round = this.begin()) {
      await this.write([...round.newest.values()]).then(round.written.resolve, (error) => {
        this.report(error);
        round.written.reject(error);
      });
    }
  }

  private begin(): Round | null {
    this.underWay = this.gathering;
    this.gathering = null;
    // Mostly nobody waits for it, and its failure was told.
    this.underWay?.written.promise.catch(() => {});
    return this.underWay;
  }

  private async write(all: readonly Acknowledgement[]): Promise<void> {
    for (let start = 0; start < all.length; start += USERS_AT_ONCE_MAX) {
      await this.parts.store.acknowledgeAll(all.slice(start, start + USERS_AT_ONCE_MAX));
    }
  }

  /** What is lost is only sent once more. */
  private report(error: unknown): void {
    if (!isOutage(error)) this.parts.log.warn({ err: error }, 'acknowledgements were lost');
  }
}
