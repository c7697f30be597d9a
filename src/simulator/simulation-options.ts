import type { Clock } from '../clock/index.ts';
import type { Progress } from './progress.ts';

/** Where a daemon is that runs already, and what opens it to its operator or to an admin. */
export type Target =
  | { readonly socketPath: string }
  | { readonly url: string; readonly token: string };

export interface SimulationOptions {
  /** `private`: a daemon of its own, which begins and ends with the run. */
  readonly target: Target | 'private';
  readonly drivers: number;
  /** Default: three for every five drivers. */
  readonly riders?: number | undefined;
  /** GeoJSON and GPX files or folders of them; by default the town that comes with the program. */
  readonly routes?: readonly string[] | undefined;
  /** By the wall clock, without the drain at the end. Default: until it is stopped. */
  readonly durationMs?: number | undefined;
  /** The same seed makes the same town and the same people. Default: another one each time. */
  readonly seed?: number | undefined;
  /** Share of the offers that drivers turn down. Default: 0.1. */
  readonly declineRate?: number | undefined;
  /** How much faster than the wall's the daemon's clock runs. Default: 10 if private, else 1. */
  readonly speedup?: number | undefined;
  /** Time of the wall. */
  readonly clock: Clock;
}

/** What a run tells while it goes on, and how it is ended. */
export interface SimulationHooks {
  /** Ends the run early: it still drains, counts and cleans up. */
  readonly stop?: AbortSignal | undefined;
  /** Does not wait for trips that are under way. */
  readonly stopAtOnce?: AbortSignal | undefined;
  /** The daemon is there, the people are about to connect. */
  readonly onReady?: (ready: SimulationReady) => void;
  /** Once a second of the wall. */
  readonly onProgress?: (progress: Progress) => void;
  /** A sentence about each of the first things that count as `lost`, `repeated` or `errors`. */
  readonly onTrouble?: (sentence: string) => void;
}

export interface SimulationReady {
  /** Users of the run are called `sim-<run>-…`. */
  readonly run: string;
  /** Gives the same town again. */
  readonly seed: number;
  /** For others who want to look at the same daemon. */
  readonly target: Target;
}
