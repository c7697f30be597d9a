import { type Coordinate, modulo, offsetBy } from '../geo/coordinate.ts';
import type { Random } from '../random.ts';

/** What a driver's phone reports: the fields of a `location_update`. */
export interface Fix extends Coordinate {
  /** m/s. */
  readonly speed: number;
  /** Degrees clockwise from north; absent at a stand, where a receiver cannot know it. */
  readonly heading?: number;
  /** Radius in metres within which the true place lies in 68 of 100 fixes. */
  readonly accuracy: number;
  /** Unix milliseconds, as given by the caller. */
  readonly timestamp: number;
}

/** How a vehicle really moves. */
export interface Movement {
  readonly coordinate: Coordinate;
  readonly headingDegrees: number;
  readonly speedMps: number;
}

export interface ReceiverOptions {
  /** Share of fixes that carry the time of the fix before them, as some phones do; 0 is none. */
  readonly duplicateTimes?: number;
}

const STEP_S = 1;
/** Errors of a receiver drift: after this time about a third of one is left. */
const DRIFT_S = 60;
/** How good reception is changes more slowly, with sky and houses. */
const RECEPTION_S = 300;
/** Standard deviation along one axis with average reception, from the best phone to the worst. */
const DEVIATION_M = [2, 5] as const;
const RECEPTION_SPREAD = 0.3;
/** A circle of this many deviations holds 68 % of a normal scatter in the plane (Rayleigh). */
const RADIUS_68 = Math.sqrt(-2 * Math.log(1 - 0.68));
const HEADING_DEVIATION = 3;
const SPEED_DEVIATION_MPS = 0.2;
/** Below this a receiver does not know which way it points. */
const HEADING_SPEED_MIN_MPS = 0.7;

/**
 * Turns true movement into fixes with errors that drift: each axis is a first-order Gauss–Markov
 * process. Errors change once a second of simulated time, so they do not depend on how often one
 * asks.
 */
export class GpsReceiver {
  readonly #random: Random;
  readonly #deviationM: number;
  readonly #duplicateTimes: number;
  #east: number;
  #north: number;
  #reception: number;
  #turn = 0;
  #haste = 0;
  #sinceStepMs = 0;
  #lastTimestamp: number | undefined;

  constructor(random: Random, options: ReceiverOptions = {}) {
    this.#random = random;
    this.#deviationM = random.between(...DEVIATION_M);
    this.#duplicateTimes = options.duplicateTimes ?? 0;
    this.#east = random.gaussian();
    this.#north = random.gaussian();
    this.#reception = random.gaussian();
  }

  advance(durationMs: number): void {
    this.#sinceStepMs += durationMs;
    while (this.#sinceStepMs >= STEP_S * 1_000) {
      this.#sinceStepMs -= STEP_S * 1_000;
      this.#step();
    }
  }

  fix({ coordinate, headingDegrees, speedMps }: Movement, now: number): Fix {
    const deviationM = this.#deviationM * Math.exp(RECEPTION_SPREAD * this.#reception);
    const seen = offsetBy(coordinate, this.#east * deviationM, this.#north * deviationM);
    const speed = speedMps === 0 ? 0 : Math.max(0, speedMps + this.#haste * SPEED_DEVIATION_MPS);
    const heading = modulo(headingDegrees + this.#turn * HEADING_DEVIATION, 360);
    return {
      latitude: rounded(seen.latitude, 7),
      longitude: rounded(seen.longitude, 7),
      speed: rounded(speed, 2),
      ...(speed >= HEADING_SPEED_MIN_MPS && { heading: rounded(heading, 1) % 360 }),
      accuracy: rounded(deviationM * RADIUS_68, 1),
      timestamp: this.#timestampOf(now),
    };
  }

  #step(): void {
    this.#east = this.#drifted(this.#east, DRIFT_S);
    this.#north = this.#drifted(this.#north, DRIFT_S);
    this.#reception = this.#drifted(this.#reception, RECEPTION_S);
    this.#turn = this.#random.gaussian();
    this.#haste = this.#random.gaussian();
  }

  /** One step of a Gauss–Markov process that keeps the deviation 1. */
  #drifted(value: number, timeConstantS: number): number {
    const kept = Math.exp(-STEP_S / timeConstantS);
    return kept * value + Math.sqrt(1 - kept * kept) * this.#random.gaussian();
  }

  #timestampOf(now: number): number {
    const repeats = this.#duplicateTimes > 0 && this.#random.next() < this.#duplicateTimes;
    this.#lastTimestamp = repeats ? (this.#lastTimestamp ?? now) : now;
    return this.#lastTimestamp;
  }
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
