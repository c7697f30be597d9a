import { ClientError } from '../../client/index.ts';
import type { Clock } from '../../clock/index.ts';
import type { Question, Refusal } from './question.ts';
import type { Troubles } from './troubles.ts';

/** The library tries again by itself where the daemon is busy; this is for what is left. */
const ATTEMPTS_MAX = 5;
const RETRY_MS = 1_000;

/** `failed`: nobody knows, or the run is over. */
export type Answer =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'failed' };

const DONE: Answer = { kind: 'done' };
const FAILED: Answer = { kind: 'failed' };

/** Asks on behalf of people, and keeps the refusals until the log can say whether they were due. */
export class CommandBook {
  readonly refusals: Refusal[] = [];
  readonly #clock: Clock;
  readonly #troubles: Troubles;
  #underWay = 0;

  constructor(clock: Clock, troubles: Troubles) {
    this.#clock = clock;
    this.#troubles = troubles;
  }

  /** How many questions have no answer yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Asks, and again after temporary refusals. Never rejects. */
  async ask(question: Question, send: () => Promise<unknown>): Promise<Answer> {
    this.#underWay += 1;
    try {
      return await this.#insist(question, send);
    } catch (error) {
      this.#troubles.add(`${question.by}, ${question.step}: ${String(error)}`);
      return FAILED;
    } finally {
      this.#underWay -= 1;
    }
  }

  async #insist(question: Question, send: () => Promise<unknown>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const error = await errorOf(send());
      if (error === null) return DONE;
      if (error.code === 'closed') return FAILED;
      if (!error.temporary) return this.#refuse(question, error);
      if (attempt === ATTEMPTS_MAX) throw error;
      await this.#pause(attempt * RETRY_MS);
    }
  }

  #refuse(question: Question, { code, message, details }: ClientError): Answer {
    const reason = typeof details.reason === 'string' ? details.reason : null;
    const refusal = { ...question, code, reason, message };
    this.refusals.push(refusal);
    return { kind: 'refused', refusal };
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(delayMs, resolve);
    });
  }
}

async function errorOf(answer: Promise<unknown>): Promise<ClientError | null> {
  try {
    await answer;
    return null;
  } catch (error) {
    if (error instanceof ClientError) return error;
    throw error;
  }
}
