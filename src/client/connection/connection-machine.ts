import { assertNever } from '../../protocol/assert-never.ts';
import { CLOSES, shouldReconnect } from '../../protocol/index.ts';
import type { ClientLimits } from '../client-limits.ts';
import {
  ABNORMAL_CLOSURE,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
  type Farewell,
  type Session,
} from './connection-state.ts';
import { retryDelayMs } from './retry-delay.ts';

/**
 * The life of a client's connection, as a pure function of state, event and context.
 *
 *   opening ──opened──▶ authenticating ──authenticated──▶ live ⇄ stale
 *      ▲                      │                            │       │
 *      │ due, woken           │ lost, due                  │ lost  │ lost, due, resync
 *   offline ◀─────────────────┴────────────────────────────┴───────┘
 *
 *   live ──due (quiet for 1.5 heartbeats), woken, doubted──▶ stale: probes with a `ping`
 *   stale ──received──▶ live; ──due (quiet for 2.5 heartbeats, or the probe's time)──▶ offline
 *   any but closed ──lost with a final code, farewell without return──▶ refused
 *   any ──close──▶ closed
 *
 * Final codes are 4500–4999, but 4500 and 4501 are not while there may be another token.
 * In `refused` and `closed` nothing happens any more.
 */

const STALE_AFTER_HEARTBEATS = 1.5;
const LOST_AFTER_HEARTBEATS = 2.5;

export interface MachineContext {
  readonly nowMs: number;
  /** Time since the last frame came. */
  readonly quietMs: number;
  readonly random: () => number;
  readonly limits: ClientLimits;
}

export interface Step {
  /** The same object when the event means nothing in this state. */
  readonly state: ConnectionState;
  readonly effects: readonly ConnectionEffect[];
}

export function startConnection({ nowMs, limits }: MachineContext): Step {
  return open(0, nowMs, limits);
}

export function stepConnection(
  state: ConnectionState,
  event: ConnectionEvent,
  context: MachineContext,
): Step {
  switch (event.type) {
    case 'opened':
      return state.name === 'opening' ? authenticate(state.failures, context) : stay(state);
    case 'authenticated':
      return state.name === 'authenticating'
        ? goLive({ ...state, heartbeatMs: event.heartbeatMs, sinceMs: context.nowMs }, context)
        : stay(state);
    case 'received':
      return state.name === 'stale' ? goLive(state, context) : stay(state);
    case 'announced':
      return hasSocket(state) ? stay({ ...state, farewell: event.farewell }) : stay(state);
    case 'lost':
      return isConnected(state) ? lose(state, event, context) : stay(state);
    case 'due':
      return due(state, context);
    case 'woken':
      return wake(state, context);
    case 'doubted':
      return doubt(state, context);
    case 'resync':
      return hasSocket(state) ? dropped(lose(state, breakOff(event.reason), context)) : stay(state);
    case 'close':
      return close(state);
    default:
      return assertNever(event);
  }
}

type Connected = Exclude<ConnectionState, { name: 'offline' | 'refused' | 'closed' }>;
type Loss = Pick<Extract<ConnectionEvent, { type: 'lost' }>, 'code' | 'reason' | 'canRenewToken'>;

function isConnected(state: ConnectionState): state is Connected {
  return state.name === 'opening' || hasSocket(state);
}

function hasSocket(state: ConnectionState): state is Exclude<Connected, { name: 'opening' }> {
  return state.name === 'authenticating' || state.name === 'live' || state.name === 'stale';
}

function stay(state: ConnectionState): Step {
  return { state, effects: [] };
}

function open(failures: number, nowMs: number, limits: ClientLimits): Step {
  const dueAtMs = nowMs + limits.connectTimeoutMs;
  return { state: { name: 'opening', failures, dueAtMs }, effects: ['open'] };
}

function authenticate(failures: number, { nowMs, limits }: MachineContext): Step {
  const dueAtMs = nowMs + limits.connectTimeoutMs;
  const state = { name: 'authenticating', failures, dueAtMs, farewell: null } as const;
  return { state, effects: ['authenticate'] };
}

function goLive(session: Omit<Session, 'name' | 'dueAtMs'>, context: MachineContext): Step {
  const dueAtMs = context.nowMs + STALE_AFTER_HEARTBEATS * session.heartbeatMs;
  return stay({ ...session, name: 'live', dueAtMs });
}

function due(state: ConnectionState, context: MachineContext): Step {
  const seconds = context.limits.connectTimeoutMs / 1000;
  switch (state.name) {
    case 'opening':
      return dropped(lose(state, breakOff(`no connection within ${seconds} s`), context));
    case 'authenticating':
      return dropped(lose(state, breakOff(`no answer to auth within ${seconds} s`), context));
    case 'live':
      return watch(state, context);
    case 'stale':
      return dropped(lose(state, breakOff('the daemon has fallen silent'), context));
    case 'offline':
      return open(state.failures, context.nowMs, context.limits);
    case 'refused':
    case 'closed':
      return stay(state);
    default:
      return assertNever(state);
  }
}

/** Frames do not move the timer, which would cost each of them; it is moved when it fires. */
function watch(state: Session, context: MachineContext): Step {
  const { nowMs, quietMs, limits } = context;
  const allowedMs = STALE_AFTER_HEARTBEATS * state.heartbeatMs;
  // Less than a millisecond is a rounding: the timer would fire again at the same time, for ever.
  const restMs = allowedMs - quietMs;
  if (restMs > 0) return stay({ ...state, dueAtMs: nowMs + Math.max(restMs, 1) });
  // A process that was busy itself finds the timer late, and still gives the probe its time.
  const leftMs = LOST_AFTER_HEARTBEATS * state.heartbeatMs - quietMs;
  return suspect(state, nowMs + Math.max(leftMs, limits.probeTimeoutMs));
}

function suspect(state: Session, dueAtMs: number): Step {
  return { state: { ...state, name: 'stale', dueAtMs }, effects: ['probe'] };
}

function wake(state: ConnectionState, context: MachineContext): Step {
  if (state.name !== 'offline') return doubt(state, context);
  return open(state.failures, context.nowMs, context.limits);
}

/** Never gives a connection more time that is suspected already. */
function doubt(state: ConnectionState, { nowMs, limits }: MachineContext): Step {
  if (state.name !== 'live' && state.name !== 'stale') return stay(state);
  return suspect(state, Math.min(state.dueAtMs, nowMs + limits.probeTimeoutMs));
}

function close(state: ConnectionState): Step {
  if (state.name === 'closed') return stay(state);
  const closed = { name: 'closed', failures: state.failures } as const;
  return { state: closed, effects: hasSocket(state) ? ['hang_up'] : ['drop'] };
}

function breakOff(reason: string): Loss {
  return { code: ABNORMAL_CLOSURE, reason, canRenewToken: false };
}

function dropped(step: Step): Step {
  return { state: step.state, effects: ['drop', ...step.effects] };
}

function lose(state: Connected, loss: Loss, context: MachineContext): Step {
  const farewell = state.name === 'opening' ? null : state.farewell;
  const { code, reason } = lastWord(loss, farewell);
  const failures = isStable(state, context) ? 1 : state.failures + 1;
  if (isFinal(code, loss, farewell)) return stay({ name: 'refused', failures, code, reason });
  const delayMs = retryDelayMs(failures, farewell, context.random, context.limits);
  return stay({ name: 'offline', failures, dueAtMs: context.nowMs + delayMs, code, reason });
}

/** A socket that breaks right after `disconnect` ended for the reason that was announced. */
function lastWord(loss: Loss, farewell: Farewell | null): { code: number; reason: string } {
  if (loss.code !== ABNORMAL_CLOSURE || farewell === null) return loss;
  return farewell;
}

function isFinal(code: number, loss: Loss, farewell: Farewell | null): boolean {
  const isAboutToken = code === CLOSES.invalid_token.code || code === CLOSES.token_revoked.code;
  if (isAboutToken && loss.canRenewToken) return false;
  return !shouldReconnect(code) || farewell?.reconnect === false;
}

/** A daemon that accepts and at once closes again must not be asked twice a second for ever. */
function isStable(state: Connected, { nowMs, limits }: MachineContext): boolean {
  if (state.name !== 'live' && state.name !== 'stale') return false;
  return nowMs - state.sinceMs >= limits.stableAfterMs;
}
