import { describe, expect, test } from 'vitest';
import { CLIENT_LIMITS } from '../client-limits.ts';
import { type MachineContext, startConnection, stepConnection } from './connection-machine.ts';
import type { ConnectionEvent, ConnectionState, Farewell } from './connection-state.ts';

const HEARTBEAT_MS = 25_000;
const NOW_MS = 1_000_000;

const shutdown: Farewell = {
  code: 4000,
  reason: 'stopping',
  reconnect: true,
  retryAfterMs: 10_000,
};
const session = {
  failures: 3,
  sinceMs: NOW_MS - 1_000,
  heartbeatMs: HEARTBEAT_MS,
  dueAtMs: NOW_MS + 5_000,
  farewell: null,
};
const STATES = {
  opening: { name: 'opening', failures: 3, dueAtMs: NOW_MS },
  authenticating: { name: 'authenticating', failures: 3, dueAtMs: NOW_MS, farewell: null },
  live: { name: 'live', ...session },
  stale: { name: 'stale', ...session },
  offline: { name: 'offline', failures: 3, dueAtMs: NOW_MS, code: 1006, reason: 'broke' },
  refused: { name: 'refused', failures: 3, code: 4501, reason: 'revoked' },
  closed: { name: 'closed', failures: 3 },
} as const satisfies Record<string, ConnectionState>;

const lost = (code: number, canRenewToken = false): ConnectionEvent => ({
  type: 'lost',
  code,
  reason: 'gone',
  canRenewToken,
});
const EVENTS = {
  opened: { type: 'opened' },
  authenticated: { type: 'authenticated', heartbeatMs: HEARTBEAT_MS },
  received: { type: 'received' },
  announced: { type: 'announced', farewell: shutdown },
  'lost 1006': lost(1006),
  'lost 4501': lost(4501),
  due: { type: 'due' },
  woken: { type: 'woken' },
  doubted: { type: 'doubted' },
  resync: { type: 'resync', reason: 'a gap' },
  close: { type: 'close' },
} as const satisfies Record<string, ConnectionEvent>;

/** Per state and event: the state after it, and the effects. Nothing listed: nothing happens. */
const TABLE: Record<keyof typeof STATES, Partial<Record<keyof typeof EVENTS, string>>> = {
  opening: {
    opened: 'authenticating: authenticate',
    'lost 1006': 'offline:',
    'lost 4501': 'refused:',
    due: 'offline: drop',
    close: 'closed: drop',
  },
  authenticating: {
    authenticated: 'live:',
    announced: 'authenticating:',
    'lost 1006': 'offline:',
    'lost 4501': 'refused:',
    due: 'offline: drop',
    resync: 'offline: drop',
    close: 'closed: hang_up',
  },
  live: {
    announced: 'live:',
    'lost 1006': 'offline:',
    'lost 4501': 'refused:',
    due: 'stale: probe',
    woken: 'stale: probe',
    doubted: 'stale: probe',
    resync: 'offline: drop',
    close: 'closed: hang_up',
  },
  stale: {
    received: 'live:',
    announced: 'stale:',
    'lost 1006': 'offline:',
    'lost 4501': 'refused:',
    due: 'offline: drop',
    woken: 'stale: probe',
    doubted: 'stale: probe',
    resync: 'offline: drop',
    close: 'closed: hang_up',
  },
  offline: { due: 'opening: open', woken: 'opening: open', close: 'closed: drop' },
  refused: { close: 'closed: drop' },
  closed: {},
};

const context = (fields: Partial<MachineContext> = {}): MachineContext => ({
  nowMs: NOW_MS,
  quietMs: 2 * HEARTBEAT_MS,
  random: () => 0.5,
  limits: CLIENT_LIMITS,
  ...fields,
});

describe('every state and event', () => {
  for (const stateName of keys(STATES)) {
    for (const eventName of keys(EVENTS)) {
      const expected = TABLE[stateName][eventName];
      test(`${stateName} · ${eventName} → ${expected ?? 'nothing'}`, () => {
        const state = STATES[stateName];
        const step = stepConnection(state, EVENTS[eventName], context());
        if (expected === undefined) expect(step).toEqual({ state, effects: [] });
        else expect(`${step.state.name}: ${step.effects.join()}`.trim()).toBe(expected);
        expect(step.state === state).toBe(expected === undefined);
      });
    }
  }
});

test('a connection opens at once', () => {
  const { state, effects } = startConnection(context());
  expect(state).toEqual({ name: 'opening', failures: 0, dueAtMs: NOW_MS + 10_000 });
  expect(effects).toEqual(['open']);
});

test('frames keep a session live without moving its timer', () => {
  const { state } = stepConnection(STATES.live, { type: 'due' }, context({ quietMs: 10_000 }));
  expect(state).toMatchObject({ name: 'live', dueAtMs: NOW_MS + 1.5 * HEARTBEAT_MS - 10_000 });
});

test('a timer that comes a rounding too early is not set to the same time again', () => {
  const quietMs = 1.5 * HEARTBEAT_MS - 1e-9;
  const { state } = stepConnection(STATES.live, { type: 'due' }, context({ quietMs }));
  expect(state).toMatchObject({ name: 'live', dueAtMs: NOW_MS + 1 });
});

test('a silent session is given up after two and a half heartbeats', () => {
  const quietMs = 1.5 * HEARTBEAT_MS;
  const { state } = stepConnection(STATES.live, { type: 'due' }, context({ quietMs }));
  expect(state).toMatchObject({ name: 'stale', dueAtMs: NOW_MS + HEARTBEAT_MS });
});

test('a timer that comes late still gives the probe its time', () => {
  const quietMs = 40 * HEARTBEAT_MS;
  const { state } = stepConnection(STATES.live, { type: 'due' }, context({ quietMs }));
  expect(state).toMatchObject({ name: 'stale', dueAtMs: NOW_MS + CLIENT_LIMITS.probeTimeoutMs });
});

test('waking never gives a suspected connection more time', () => {
  const soon = { ...STATES.stale, dueAtMs: NOW_MS + 1 };
  expect(stepConnection(soon, { type: 'woken' }, context()).state).toMatchObject({
    dueAtMs: NOW_MS + 1,
  });
});

describe('a loss in any state that has a connection', () => {
  const connected = ['opening', 'authenticating', 'live', 'stale'] as const;
  const ends = (code: number, canRenew = false) =>
    connected.map((name) => stepConnection(STATES[name], lost(code, canRenew), context()));

  test.each([1000, 1001, 1006, 1009, 1011, 4000, 4001, 4002, 4003, 4004, 4005, 4006, 4499])(
    'with %i comes back, and counts as a failure',
    (code) => {
      for (const { state, effects } of ends(code)) {
        expect(state).toMatchObject({ name: 'offline', failures: 4, code, reason: 'gone' });
        expect(effects).toEqual([]);
      }
    },
  );

  test.each([4500, 4501, 4502, 4503, 4505, 4506, 4999])('with %i is the end', (code) => {
    for (const { state } of ends(code)) expect(state).toMatchObject({ name: 'refused', code });
  });

  test('over a token comes back where there is another, and over others is the end', () => {
    for (const { state } of ends(4500, true)) expect(state.name).toBe('offline');
    for (const { state } of ends(4501, true)) expect(state.name).toBe('offline');
    for (const { state } of ends(4502, true)) expect(state.name).toBe('refused');
  });

  test('means nothing to a client that waits, was refused or is closed', () => {
    for (const name of ['offline', 'refused', 'closed'] as const) {
      const step = stepConnection(STATES[name], lost(4505), context());
      expect(step).toEqual({ state: STATES[name], effects: [] });
    }
  });
});

describe('failures in a row', () => {
  test('count short sessions', () => {
    expect(stepConnection(STATES.live, lost(1006), context()).state.failures).toBe(4);
  });

  test('start again after a stable session', () => {
    const old = { ...STATES.live, sinceMs: NOW_MS - CLIENT_LIMITS.stableAfterMs };
    expect(stepConnection(old, lost(1006), context()).state.failures).toBe(1);
  });
});

describe('the way back', () => {
  const wayBack = (farewell: Farewell | null, code: number, canRenew = false) =>
    stepConnection({ ...STATES.live, farewell }, lost(code, canRenew), context()).state;

  test('spreads over the window that a stopping daemon names', () => {
    expect(wayBack(shutdown, 4000)).toMatchObject({ name: 'offline', dueAtMs: NOW_MS + 5_000 });
  });

  test('and over the whole of it, however long it is', () => {
    const farewell = { ...shutdown, retryAfterMs: 600_000 };
    const dueAfterMs = (drawn: number) => {
      const state = { ...STATES.live, farewell };
      const after = stepConnection(state, lost(4000), context({ random: () => drawn })).state;
      return after.name === 'offline' ? after.dueAtMs - NOW_MS : null;
    };
    expect([0, 0.25, 0.999].map(dueAfterMs)).toEqual([0, 150_000, 599_400]);
  });

  test('from a window is for once: the next failure backs off as any other', () => {
    const opening = { ...STATES.opening, failures: 1 };
    expect(stepConnection(opening, lost(1006), context()).state).toMatchObject({
      failures: 2,
      dueAtMs: NOW_MS + 500,
    });
  });

  test('also when the connection broke before the close frame came', () => {
    expect(wayBack(shutdown, 1006)).toMatchObject({ code: 4000, reason: 'stopping' });
  });

  test('waits at least as long as any other farewell asks', () => {
    const busy = { ...shutdown, code: 4006 };
    expect(wayBack(busy, 4006)).toMatchObject({ dueAtMs: NOW_MS + 10_000 + 2_000 });
  });

  test('is closed by a farewell without return', () => {
    expect(wayBack({ ...shutdown, reconnect: false }, 4000).name).toBe('refused');
  });

  test('is open after an expired token', () => {
    expect(wayBack(null, 4004).name).toBe('offline');
  });

  test('is open after a refused token only where another can be asked for', () => {
    expect(wayBack(null, 4500, true).name).toBe('offline');
    expect(wayBack(null, 4500, false).name).toBe('refused');
  });
});

function keys<Key extends string>(record: Record<Key, unknown>): Key[] {
  return Object.keys(record) as Key[];
}
