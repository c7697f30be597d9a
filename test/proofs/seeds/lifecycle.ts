/**
 * The lifecycle as the contract draws it, written down a second time: a mistake in the table that
 * the daemon decides by must not judge itself.
 */
const BEFORE_START = ['pending', 'declined', 'assigned', 'accepted', 'on_way', 'arrived'];

const STEPS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  none: { pending: ['rider', 'admin'] },
  pending: { assigned: ['admin', 'system'], cancelled: ['rider', 'admin', 'system'] },
  declined: { assigned: ['admin', 'system'], cancelled: ['rider', 'admin', 'system'] },
  assigned: {
    accepted: ['driver'],
    declined: ['driver', 'admin', 'system'],
    pending: ['admin'],
    cancelled: ['rider', 'admin'],
  },
  accepted: {
    on_way: ['driver', 'admin'],
    pending: ['driver', 'admin'],
    cancelled: ['rider', 'admin'],
  },
  on_way: {
    arrived: ['driver', 'admin'],
    pending: ['driver', 'admin'],
    cancelled: ['rider', 'admin'],
  },
  arrived: {
    started: ['driver', 'admin'],
    pending: ['driver', 'admin'],
    cancelled: ['rider', 'admin', 'driver'],
  },
  started: { completed: ['driver', 'admin'], cancelled: ['admin'] },
};

export function isLegalStep(from: string | null, to: string, role: string): boolean {
  return STEPS[from ?? 'none']?.[to]?.includes(role) ?? false;
}

export function isOpen(status: string): boolean {
  return BEFORE_START.includes(status) || status === 'started';
}

/** A driver has at most one of these. */
export function isTrip(status: string): boolean {
  return ['accepted', 'on_way', 'arrived', 'started'].includes(status);
}
