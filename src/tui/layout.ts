/** How the screen is divided, as a pure function of its size. */

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export type Layout =
  /** Not even a list fits. */
  | { readonly form: 'none' }
  /** Link state, one list, keys. */
  | { readonly form: 'compact'; readonly listRows: number }
  | {
      readonly form: 'full';
      /** Rows of the list on a panel of its own. */
      readonly listRows: number;
      /** Rows of the two lists under the figures of the overview. */
      readonly overviewBookings: number;
      /** 0: no room for events there. */
      readonly overviewEvents: number;
    };

export const SIZE_MIN: Size = { columns: 30, rows: 5 };
const FULL_FROM: Size = { columns: 60, rows: 15 };

export const FIGURE_ROWS = 7;
/** The title and the column heads. */
const BOOKING_HEADS = 2;
/** The title alone. */
const EVENT_HEADS = 1;
const EVENT_ROWS_MAX = 12;
/** With fewer rows than this below the figures, the bookings need them all. */
const EVENTS_FROM = 9;

export function layoutOf(size: Size): Layout {
  if (!isAtLeast(size, SIZE_MIN)) return { form: 'none' };
  // One row above the list, one below.
  if (!isAtLeast(size, FULL_FROM)) return { form: 'compact', listRows: size.rows - 2 };
  // Header and tabs above the panel, keys below.
  const body = size.rows - 3;
  const below = body - FIGURE_ROWS;
  const overviewEvents = below < EVENTS_FROM ? 0 : Math.min(Math.floor(below / 3), EVENT_ROWS_MAX);
  const eventArea = overviewEvents === 0 ? 0 : overviewEvents + EVENT_HEADS;
  return {
    form: 'full',
    listRows: body - BOOKING_HEADS,
    overviewBookings: below - eventArea - BOOKING_HEADS,
    overviewEvents,
  };
}

function isAtLeast(size: Size, least: Size): boolean {
  return size.columns >= least.columns && size.rows >= least.rows;
}
