import type { Headcount } from '../people/identities.ts';
import type { Summary } from '../summary.ts';
import type { Accounts } from './accounts.ts';
import { type Balance, strikeBalance } from './balance.ts';
import type { BookingLog } from './expected-events.ts';
import { isExplained } from './explain-refusal.ts';
import { sentenceOf } from './question.ts';

export interface Reckoning {
  readonly summary: Summary;
  /** A sentence about each of the first faults. */
  readonly sentences: readonly string[];
}

/** Adds up what the log says and what the clients saw. Called once, when all is over. */
export function sumUp(
  accounts: Accounts,
  logs: readonly BookingLog[],
  run: Headcount & { readonly durationMs: number },
): Reckoning {
  const balance = strikeBalance(logs, accounts.receipts);
  addErrors(accounts, logs, balance);
  const { positions, troubles } = accounts;
  const { p50, p99, max } = positions.latencyMs ?? { p50: null, p99: null, max: null };
  return {
    summary: {
      drivers: run.drivers,
      riders: run.riders,
      duration_s: Math.round(run.durationMs / 100) / 10,
      bookings: countBookings(logs),
      positions: { sent: positions.sent, delivered: positions.delivered },
      events: {
        expected: balance.expected,
        received: balance.received,
        lost: balance.lost.length,
        repeated: balance.repeatedCount,
      },
      latency_ms: { p50, p99, max },
      errors: troubles.count,
    },
    sentences: [...tellEvents(balance), ...troubles.tell()],
  };
}

function addErrors(
  { commands, receipts, troubles }: Accounts,
  logs: readonly BookingLog[],
  { unexpected }: Balance,
): void {
  const logOf = new Map(logs.map((log) => [log.bookingId, log]));
  const unexplained = commands.refusals.filter((refusal) => !isExplained(refusal, logOf));
  troubles.addAll(unexplained.map(sentenceOf));
  troubles.addAll(receipts.disorder);
  troubles.addAll(unexpected.map((key) => `${key} was shown, and the log knows nothing of it`));
}

const TOLD_MAX = 10;

function tellEvents({ lost, repeated }: Balance): string[] {
  return [
    ...lost.slice(0, TOLD_MAX).map((key) => `${key} was lost`),
    ...repeated.slice(0, TOLD_MAX).map((key) => `${key} was repeated`),
  ];
}

function countBookings(logs: readonly BookingLog[]): Summary['bookings'] {
  const ended = (status: string) => logs.filter(({ rows }) => rows.at(-1)?.to === status).length;
  const declines = logs.flatMap(({ rows }) => rows.filter(({ to }) => to === 'declined'));
  return {
    requested: logs.length,
    completed: ended('completed'),
    declined: declines.length,
    cancelled: ended('cancelled'),
  };
}
