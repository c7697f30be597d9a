import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announce } from './announce.ts';
import { type Booking, type Rating, rateBooking } from './booking.ts';
import { deadlinesOf } from './deadlines.ts';
import { decide } from './decide.ts';
import type { DecideContext, Decision } from './decision.ts';
import { EDGES } from './edges.ts';
import { evolve, replay } from './evolve.ts';
import { isConcerned } from './permissions.ts';
import { isFinal } from './status.ts';
import { type Attempt, type Event, events, goOn } from './testing/arbitrary-commands.ts';
import { CONTEXT } from './testing/sample-bookings.ts';
import type { Transition } from './transition.ts';

/** What stands after one attempt: what was decided on what, and what came of it. */
interface Moment {
  readonly attempt: Attempt;
  readonly context: DecideContext;
  readonly before: Booking | null;
  readonly decision: Decision;
  readonly after: Booking | null;
  readonly log: readonly Transition[];
  readonly rating: Rating | null;
}

/** Lets it happen, one event after the other, and keeps what each did. */
function play(story: readonly Event[]): readonly Moment[] {
  const moments: Moment[] = [];
  let now = CONTEXT.now;
  for (const { attempt, afterMs } of story) {
    const last = moments.at(-1);
    now += afterMs;
    const chosen = attempt === 'go on' ? goOn(last?.after ?? null) : attempt;
    moments.push(take(chosen, { ...CONTEXT, now }, last));
  }
  return moments;
}

function take(attempt: Attempt, context: DecideContext, last: Moment | undefined): Moment {
  const before = last?.after ?? null;
  const log = last?.log ?? [];
  const rating = last?.rating ?? null;
  const decision = decide(before, attempt.command, attempt.actor, context);
  const moment = { attempt, context, before, decision };
  if (!decision.ok) return { ...moment, after: before, log, rating };
  const moved = decision.transitions.reduce<Booking | null>(evolve, before);
  const rated = decision.rated;
  return {
    ...moment,
    after: moved !== null && rated !== undefined ? rateBooking(moved, rated) : moved,
    log: [...log, ...decision.transitions],
    rating: rated ?? rating,
  };
}

/** Checks every moment of many stories, always the same ones; a failing story is shrunk. */
function always(check: (moment: Moment) => void): void {
  // A promise only for asynchronous properties, which this is not.
  void fc.assert(
    fc.property(events, (story) => {
      for (const moment of play(story)) check(moment);
    }),
    { numRuns: 300, seed: 42 },
  );
}

describe('whatever people do', () => {
  test('the version counts the transitions and the round the assignments', () => {
    always(({ after, log }) => {
      expect(after?.version ?? 0).toBe(log.length);
      expect(after?.round ?? 0).toBe(log.filter(({ to }) => to === 'assigned').length);
    });
  });

  test('the log and the rating make the booking', () => {
    always(({ after, log, rating }) => {
      const replayed = replay(log);
      expect(replayed && rating ? rateBooking(replayed, rating) : replayed).toEqual(after);
    });
  });

  test('every transition is an edge of the table', () => {
    always(({ log }) => {
      const row = log.at(-1);
      if (row === undefined) return;
      const edge = EDGES.find(
        ({ from, to, by }) => from.includes(row.from) && to === row.to && by.includes(row.by),
      );
      expect(edge).toBeDefined();
    });
  });

  test('the holder is the driver of the last round until it comes back', () => {
    always(({ after, log }) => {
      let holder: string | null = null;
      for (const { to, driverId } of log) {
        if (to === 'assigned') holder = driverId;
        if (to === 'pending' || to === 'declined') holder = null;
      }
      expect(after?.driverId ?? null).toBe(holder);
    });
  });

  test('those are excluded who declined, let it expire or gave up', () => {
    always(({ after, log }) => {
      const gone = log
        .filter(
          ({ from, to, by }) => to === 'declined' || (from && to === 'pending' && by === 'driver'),
        )
        .map(({ driverId }) => driverId);
      expect(new Set(after?.excludedDriverIds)).toEqual(new Set(gone));
    });
  });

  test('only an unanswered assignment can expire, and only a free booking be abandoned', () => {
    always(({ after }) => {
      if (after === null) return;
      expect(after.expiresAt !== null).toBe(after.status === 'assigned');
      const kinds = deadlinesOf(after, CONTEXT).map(({ kind }) => kind);
      if (after.status === 'assigned') expect(kinds).toEqual(['expire']);
      else if (after.driverId === null && !isFinal(after.status))
        expect(kinds).toEqual(['abandon']);
      else expect(kinds).toEqual([]);
    });
  });

  test('what is final stays final', () => {
    always(({ before, after }) => {
      if (before !== null && isFinal(before.status)) expect(after?.status).toBe(before.status);
    });
  });

  test('asking again succeeds and changes nothing', () => {
    always(({ attempt, context, decision, after }) => {
      if (!decision.ok) return;
      const again = decide(after, attempt.command, attempt.actor, context);
      expect(again).toEqual({ ok: true, transitions: [] });
    });
  });

  test('a refusal to a stranger is that of a missing booking', () => {
    always(({ attempt, context, before, decision }) => {
      const { actor, command } = attempt;
      if (before === null || isConcerned(actor, before) || command.kind === 'request') return;
      const missing = decide(null, command, actor, context);
      expect(JSON.stringify(decision)).toBe(JSON.stringify(missing));
    });
  });

  test('a refusal that looks at the booking says where it stands', () => {
    always(({ before, decision }) => {
      if (decision.ok) return;
      const { code, details } = decision.refusal;
      if (code === 'illegal_transition' || code === 'conflict') {
        expect(details).toMatchObject({ status: before?.status, next: expect.any(Array) });
      }
    });
  });

  test('the rider hears of every transition, drivers of their own, nobody twice', () => {
    always(({ before, decision }) => {
      if (!decision.ok) return;
      let booking = before;
      for (const transition of decision.transitions) {
        const after = evolve(booking, transition);
        const told = announce(booking, transition, after).map(
          ({ to }) => `${to.role}:${to.userId}`,
        );
        const holders = [booking?.driverId, after.driverId].filter((id) => typeof id === 'string');
        expect(told.toSorted()).toEqual(
          [
            ...new Set([`rider:${after.riderId}`, ...holders.map((id) => `driver:${id}`)]),
          ].toSorted(),
        );
        booking = after;
      }
    });
  });
});

test('the random stories get to every status', () => {
  const stories = fc.sample(events, { numRuns: 300, seed: 42 });
  const seen = stories.flatMap(play).map(({ after }) => after?.status ?? 'missing');
  expect(new Set(seen).size).toBe(10);
});
