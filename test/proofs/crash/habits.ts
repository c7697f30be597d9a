import type { ClientLimits } from '../../../src/client/index.ts';

/** How somebody's app uses the library. */
export interface Habits {
  /** Null: a new one for each start, as in a tab. */
  readonly device: string | null;
  /** Whether the app keeps its position over its own end, and resumes from it. */
  readonly hasStorage: boolean;
  readonly acks: boolean;
  readonly limits: Partial<ClientLimits>;
}

/** Kills follow each other faster than real outages: who waited as usual would never be there. */
const EAGER = { backoffMsMin: 50, backoffMsMax: 400 };

const USUAL: Habits = { device: 'phone', hasStorage: true, acks: true, limits: EAGER };

const SORTS: readonly Habits[] = [
  USUAL,
  // Back only after the waits of a real phone, unless somebody looks at it.
  { ...USUAL, limits: {} },
  { ...USUAL, hasStorage: false },
  USUAL,
  { ...USUAL, device: null },
  { ...USUAL, acks: false },
  USUAL,
  { ...USUAL, device: null, hasStorage: false },
];

/** The same mixture in every run. */
export function habitsOf(number: number): Habits {
  return SORTS[number % SORTS.length] ?? USUAL;
}
