import { brakingDistanceM, speedBeforeMarkMps } from './braking.ts';
import type { Leg } from './leg.ts';
import type { MotionLimits } from './limits.ts';
import type { Start } from './plan.ts';

/** Motion is integrated in steps of this length, whatever the caller's: same seed, same drive. */
export const STEP_MS = 200;
const STEP_S = STEP_MS / 1_000;
/** The last braking step ends this near to its mark at worst; the mark is then reached. */
const MARK_REACHED_M = 0.02;

/** How a vehicle moves along one leg: keeps its pace, slows at bends, stands at marks. */
export class Ride {
  readonly #limits: MotionLimits;
  #leg: Leg;
  #travelledM = 0;
  #speedMps = 0;
  #paceMps = 0;
  #stopInM = 0;
  #odometerM = 0;

  constructor(leg: Leg, limits: MotionLimits) {
    this.#leg = leg;
    this.#limits = limits;
  }

  get speedMps(): number {
    return this.#speedMps;
  }

  get odometerM(): number {
    return this.#odometerM;
  }

  get isLegDone(): boolean {
    return this.#leg.lengthM - this.#travelledM <= MARK_REACHED_M;
  }

  /** At the end of the leg, at the stop asked for, or after pulling over. */
  get isAtMark(): boolean {
    return this.#speedMps === 0 && this.#markInM() <= MARK_REACHED_M;
  }

  /** Begins another leg; only from a stand, where legs end. */
  take(leg: Leg): void {
    this.#leg = leg;
    this.#travelledM = 0;
  }

  /** Keeps this pace where the road lets it, and stops after `stopInM` metres. */
  keepPace(paceMps: number, stopInM: number): void {
    this.#paceMps = Math.min(paceMps, this.#limits.topMps);
    this.#stopInM = stopInM;
  }

  /** Stops as soon as the brakes allow. */
  pullOver(): void {
    const brakingM = brakingDistanceM(this.#speedMps, this.#limits.decelerationMps2);
    this.#stopInM = Math.min(this.#stopInM, brakingM);
  }

  step(): void {
    const speedMps = this.#speedAfterStep();
    const markInM = this.#markInM();
    const rolledM =
      speedMps > 0
        ? ((this.#speedMps + speedMps) / 2) * STEP_S
        : brakingDistanceM(this.#speedMps, this.#limits.decelerationMps2);
    const reachesMark = speedMps === 0 && markInM - rolledM <= MARK_REACHED_M;
    const movedM = reachesMark ? markInM : rolledM;
    this.#travelledM += movedM;
    this.#stopInM -= movedM;
    this.#odometerM += movedM;
    this.#speedMps = speedMps;
  }

  /** Where the vehicle is, some time after its last step: it goes on as it went, up to a mark. */
  pointAfter(sinceStepMs: number): Start {
    const travelledM = this.#travelledAfter(sinceStepMs);
    return { ...this.#leg.pointAt(travelledM), isOnRoad: this.#leg.isOnRoad(travelledM) };
  }

  headingAfter(sinceStepMs: number): number {
    return this.#leg.headingAt(this.#travelledAfter(sinceStepMs));
  }

  #travelledAfter(sinceStepMs: number): number {
    const aheadM = (this.#speedMps * sinceStepMs) / 1_000;
    return this.#travelledM + Math.min(aheadM, this.#markInM());
  }

  #markInM(): number {
    return Math.min(this.#stopInM, this.#leg.lengthM - this.#travelledM);
  }

  #speedAfterStep(): number {
    const { accelerationMps2, decelerationMps2 } = this.#limits;
    const fastest = this.#speedMps + accelerationMps2 * STEP_S;
    const horizonM = brakingDistanceM(fastest, decelerationMps2) + fastest * STEP_S;
    const marks = [
      { distanceM: this.#markInM(), markMps: 0 },
      ...this.#leg.bendsWithin(this.#travelledM, horizonM),
    ];
    const safe = marks.map((mark) =>
      speedBeforeMarkMps(this.#speedMps, mark, decelerationMps2, STEP_S),
    );
    const wanted = Math.min(fastest, this.#paceMps, this.#leg.topMps, ...safe);
    return Math.max(0, wanted, this.#speedMps - decelerationMps2 * STEP_S);
  }
}
