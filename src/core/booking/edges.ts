import type { BookingStatus } from '../../protocol/index.ts';
import type { ActorRole } from './actor.ts';
import { OPEN_STATUSES } from './status.ts';

/**
 * The lifecycle of a booking, whole: a step that is not here does not happen.
 *
 *   pending ──▶ assigned ──▶ accepted ──▶ on_way ──▶ arrived ──▶ started ──▶ completed
 *      ▲          │  ▲
 *      │          ▼  │                           from every state before that: ──▶ cancelled
 *      │        declined
 *      └─── given up or taken back (assigned … arrived)
 */

/** How a step is asked for: which command causes it. */
export type Ask = 'request' | 'assign' | 'respond' | 'status' | 'timer';

/** What else must hold; `guards.ts` says what each one means. */
export type GuardName = 'eligible' | 'forced' | 'no_show';

export interface Edge {
  /** null: the booking does not exist yet. */
  readonly from: readonly (BookingStatus | null)[];
  readonly to: BookingStatus;
  readonly by: readonly ActorRole[];
  readonly ask: Ask;
  readonly guard?: GuardName;
  /** The reason to log where the one who asks gives none. */
  readonly reason?: string;
}

const FREE = ['pending', 'declined'] as const;
const ON_THE_WAY = ['accepted', 'on_way', 'arrived'] as const;
const TAKEN = ['assigned', ...ON_THE_WAY] as const;
const BEFORE_START = [...FREE, ...TAKEN] as const;

export const EDGES: readonly Edge[] = [
  // It begins. An assignment creates it only with rider and places: `decide-new.ts`.
  { from: [null], to: 'pending', by: ['rider', 'admin'], ask: 'request' },
  { from: [null], to: 'pending', by: ['admin'], ask: 'assign' },

  // A driver is found.
  { from: FREE, to: 'assigned', by: ['admin', 'system'], ask: 'assign', guard: 'eligible' },
  { from: ['assigned'], to: 'accepted', by: ['driver'], ask: 'respond' },
  { from: ['assigned'], to: 'declined', by: ['driver'], ask: 'respond' },
  { from: ['assigned'], to: 'declined', by: ['admin'], ask: 'status' },
  { from: ['assigned'], to: 'declined', by: ['system'], ask: 'timer', reason: 'expired' },

  // The driver gives up; an admin takes it back, or gives it to another driver at once.
  { from: ON_THE_WAY, to: 'pending', by: ['driver'], ask: 'status' },
  { from: TAKEN, to: 'pending', by: ['admin'], ask: 'status' },
  { from: TAKEN, to: 'pending', by: ['admin'], ask: 'assign', guard: 'forced', reason: 'replaced' },

  // The trip.
  { from: ['accepted'], to: 'on_way', by: ['driver', 'admin'], ask: 'status' },
  { from: ['on_way'], to: 'arrived', by: ['driver', 'admin'], ask: 'status' },
  { from: ['arrived'], to: 'started', by: ['driver', 'admin'], ask: 'status' },
  { from: ['started'], to: 'completed', by: ['driver', 'admin'], ask: 'status' },

  // It ends early.
  { from: BEFORE_START, to: 'cancelled', by: ['rider'], ask: 'status' },
  { from: OPEN_STATUSES, to: 'cancelled', by: ['admin'], ask: 'status' },
  { from: ['arrived'], to: 'cancelled', by: ['driver'], ask: 'status', guard: 'no_show' },
  { from: FREE, to: 'cancelled', by: ['system'], ask: 'timer', reason: 'no_driver' },
];

/** The edge that this command of this role would take; its guard is not asked yet. */
export function findEdge(
  from: BookingStatus | null,
  to: BookingStatus,
  role: ActorRole,
  ask: Ask,
): Edge | undefined {
  return edgesFrom(from, role).find((edge) => edge.to === to && edge.ask === ask);
}

/** How this role asks for that step, if it may cause it at all. */
export function findAsk(from: BookingStatus, to: BookingStatus, role: ActorRole): Ask | undefined {
  return edgesFrom(from, role).find((edge) => edge.to === to)?.ask;
}

/** The statuses that this role may ask for next, in the order of the table. */
export function legalNext(status: BookingStatus, role: ActorRole): readonly BookingStatus[] {
  return [...new Set(edgesFrom(status, role).map((edge) => edge.to))];
}

function edgesFrom(from: BookingStatus | null, role: ActorRole): readonly Edge[] {
  return EDGES.filter((edge) => edge.from.includes(from) && edge.by.includes(role));
}
