import type { Line } from './route.ts';
import type { RouteOrigin } from './route-error.ts';
import type { Tally } from './tally.ts';

/** The lines of one feature, track or route of a file. */
export interface FoundLines {
  readonly origin: RouteOrigin;
  readonly lines: readonly Line[];
  /** What stands at the two ends, from the properties `from` and `to`. */
  readonly ends?: { readonly from?: string; readonly to?: string };
}

/** Everything that a file held. */
export interface Found {
  readonly features: readonly FoundLines[];
  /** What it held beside lines. */
  readonly held: Tally;
}
