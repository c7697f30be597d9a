import type { Snapshot } from '../store.ts';

/** What the person at the keyboard has chosen; nothing of it comes from the daemon. */
export interface Ui {
  readonly panel: Panel;
  readonly mode: Mode;
  readonly filter: string;
  readonly offsets: Offsets;
  /** What is shown instead of the present while the screen is frozen. */
  readonly frozen: Snapshot | null;
  /** Grows with each wish to draw the screen anew. */
  readonly redraws: number;
  readonly leaving: Leaving | null;
}

export const PANELS = ['overview', 'bookings', 'events', 'drivers'] as const;
export type Panel = (typeof PANELS)[number];

/** `browse`: keys are commands. `filter`: keys are text. `help`: the keys are shown. */
export type Mode = 'browse' | 'filter' | 'help';

export type ListName = 'bookings' | 'events' | 'drivers' | 'overview' | 'help';

/** The first row shown of each list; `end` follows the newest, as a log does. */
export type Offset = number | 'end';
export type Offsets = Readonly<Record<ListName, Offset>>;

export type Leaving = 'quit' | 'interrupted';

export const FILTER_LENGTH_MAX = 60;

export const INITIAL_UI: Ui = {
  panel: 'overview',
  mode: 'browse',
  filter: '',
  offsets: { bookings: 0, events: 'end', drivers: 0, overview: 0, help: 0 },
  frozen: null,
  redraws: 0,
  leaving: null,
};
