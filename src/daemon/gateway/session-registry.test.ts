import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { formatUser } from '../../protocol/index.ts';
import { SessionRegistry } from './session-registry.ts';
import { RecordingSession } from './testing/recording-session.ts';

const GRACE_MS = 10_000;
const USER = { role: 'driver', userId: '7' } as const;

function openRegistry() {
  const clock = new ManualClock();
  /** What is told of presence, and what of open sessions. */
  const presence: string[] = [];
  const online: boolean[] = [];
  const registry = new SessionRegistry(clock, {
    onOnlineChange: (user) => online.push(registry.isOnline(user)),
    onPresence: (user, isHere) => presence.push(`${formatUser(user)} ${isHere ? 'on' : 'off'}`),
  });
  const join = (user: RecordingSession['user'] = USER) => {
    const session = new RecordingSession(user);
    registry.add(session);
    return session;
  };
  return { clock, presence, online, registry, join };
}

describe('a user is present', () => {
  test('from the first session until ten seconds after the last', () => {
    const { clock, presence, registry, join } = openRegistry();
    const tabs = [join(), join(), join()];
    for (const tab of tabs) {
      expect(presence).toEqual(['driver:7 on']);
      registry.remove(tab);
      clock.advance(GRACE_MS - 1);
    }
    expect(registry.isOnline(USER)).toBe(false);
    clock.advance(1);
    expect(presence).toEqual(['driver:7 on', 'driver:7 off']);
    clock.advance(10 * GRACE_MS);
    join();
    expect(presence).toEqual(['driver:7 on', 'driver:7 off', 'driver:7 on']);
  });

  test('throughout a handover, each of which has ten seconds of its own', () => {
    const { clock, presence, registry, join } = openRegistry();
    let session = join();
    for (let count = 0; count < 5; count += 1) {
      registry.remove(session);
      clock.advance(GRACE_MS - 1);
      session = join();
      clock.advance(1);
    }
    expect(presence).toEqual(['driver:7 on']);
  });

  test('however often a session that is gone is said to be gone', () => {
    const { clock, presence, registry, join } = openRegistry();
    const zombie = join();
    const session = join();
    for (let count = 0; count < 3; count += 1) registry.remove(zombie);
    registry.remove(new RecordingSession(USER));
    clock.advance(2 * GRACE_MS);
    expect([...registry.of('driver:7')]).toEqual([session]);
    expect([registry.size, registry.count('driver')]).toEqual([1, 1]);
    expect(presence).toEqual(['driver:7 on']);
  });

  test('apart from whoever has the same number in another role', () => {
    const { clock, presence, registry, join } = openRegistry();
    const rider = { role: 'rider', userId: '7' } as const;
    registry.remove(join(rider));
    join();
    clock.advance(GRACE_MS);
    expect(presence).toEqual(['rider:7 on', 'driver:7 on', 'rider:7 off']);
    expect([registry.isOnline(rider), registry.isOnline(USER)]).toEqual([false, true]);
  });
});

test('whether a session is open is told at once, without any grace', () => {
  const { online, registry, join } = openRegistry();
  const [first, second] = [join(), join()];
  registry.remove(first);
  registry.remove(second);
  join();
  expect(online).toEqual([true, false, true]);
});

type Happening = 'join' | { readonly leaves: number } | { readonly ms: number };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constant('join' as const),
  fc.record({ leaves: fc.nat(5) }),
  fc.record({ ms: fc.constantFrom(1, 5_000, 9_999, 10_000) }),
);

test('presence is that of the connections, whatever comes and goes', async () => {
  const property = fc.property(fc.array(happening, { maxLength: 40 }), (story) => {
    const { clock, presence, registry, join } = openRegistry();
    const sessions: RecordingSession[] = [];
    let leftAtMs = Number.NEGATIVE_INFINITY;
    const happen = (each: Happening) => {
      if (each === 'join') sessions.push(join());
      else if ('ms' in each) clock.advance(each.ms);
      else for (const gone of sessions.splice(each.leaves, 1)) registry.remove(gone);
    };
    for (const each of story) {
      const before = sessions.length;
      happen(each);
      if (sessions.length < before) leftAtMs = clock.monotonic();
      const isPresent = sessions.length > 0 || clock.monotonic() < leftAtMs + GRACE_MS;
      expect(presence.at(-1) === 'driver:7 on').toBe(isPresent);
      expect(registry.isOnline(USER)).toBe(sessions.length > 0);
    }
    const repeats = presence.filter((said, index) => said === presence[index - 1]);
    expect(repeats).toEqual([]);
    registry.close();
    expect(clock.pendingCount).toBe(0);
  });
  await fc.assert(property, { seed: 3, numRuns: 500 });
});
