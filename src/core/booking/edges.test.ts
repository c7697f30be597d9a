import { describe, expect, test } from 'vitest';
import type { Actor } from './actor.ts';
import { decide } from './decide.ts';
import { legalNext } from './edges.ts';
import { ADMIN, bookingIn, CONTEXT, DRIVER, RIDER } from './testing/sample-bookings.ts';
import { sampleCommands } from './testing/sample-commands.ts';

describe('the legal next steps', () => {
  test('read as the lifecycle does', () => {
    expect(legalNext('pending', 'admin')).toEqual(['assigned', 'cancelled']);
    expect(legalNext('assigned', 'driver')).toEqual(['accepted', 'declined']);
    expect(legalNext('assigned', 'admin')).toEqual(['declined', 'pending', 'cancelled']);
    expect(legalNext('arrived', 'driver')).toEqual(['pending', 'started', 'cancelled']);
    expect(legalNext('started', 'driver')).toEqual(['completed']);
    expect(legalNext('started', 'rider')).toEqual([]);
    expect(legalNext('completed', 'admin')).toEqual([]);
  });

  const states = [
    'freed',
    'assigned',
    'accepted',
    'on_way',
    'arrived',
    'started',
    'completed',
    'declined',
    'cancelled',
  ] as const;
  const actors: readonly Actor[] = [ADMIN, DRIVER, RIDER];

  test.each(states)('of a booking that is %s are those that some command takes', (state) => {
    const booking = bookingIn(state);
    for (const actor of actors) {
      const taken = new Set<string>();
      for (const command of sampleCommands(booking.version).values()) {
        const decision = decide(booking, command, actor, CONTEXT);
        const first = decision.ok ? decision.transitions[0] : undefined;
        if (first !== undefined) taken.add(first.to);
      }
      expect(taken).toEqual(new Set(legalNext(booking.status, actor.role)));
    }
  });
});
