const SLICE_MS = 1;

export interface Pace {
  readonly perSecond: number;
  readonly forMs: number;
  /**
   * Looks at the clock without a rest, so that what leaves is not up to a slice late. It fills the
   * generator's core.
   */
  readonly isPrecise?: boolean;
}

/**
 * Sends at a steady rate, however long the answers take, and perhaps until something is over. Times
 * are those of `performance.now()`.
 */
export async function pace(
  { perSecond, forMs, isPrecise = false }: Pace,
  sendOne: (index: number, dueAt: number) => void,
  isOver: () => boolean = () => false,
): Promise<void> {
  const startedAt = performance.now();
  const total = Math.round((perSecond * forMs) / 1000);
  for (let sent = 0; sent < total && !isOver(); await (isPrecise ? turn() : pause(SLICE_MS))) {
    const passed = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    // The first one is due at once.
    for (const due = Math.min(total, passed + 1); sent < due; sent += 1) {
      sendOne(sent, startedAt + (sent * 1000) / perSecond);
    }
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
