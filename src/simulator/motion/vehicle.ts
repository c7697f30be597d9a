import type { Coordinate } from '../geo/coordinate.ts';
import type { Random } from '../random.ts';
import type { Route } from '../routes/route.ts';
import { type Fix, GpsReceiver, type ReceiverOptions } from './gps-receiver.ts';
import { type Leg, legAlong, type RoadPoint } from './leg.ts';
import type { MotionLimits } from './limits.ts';
import { planDrive, planRoam, type Start } from './plan.ts';
import { Ride, STEP_MS } from './ride.ts';
import { drawDwellMs, drawStretchM, type StopReason } from './stops.ts';
import type { Streets } from './streets.ts';

/** What a vehicle is about; `arrived` and `holding` last until something else is asked for. */
export type Activity = 'roaming' | 'driving' | 'arrived' | 'holding';

/** What a driver has been told to do, and the legs that it takes from where the vehicle stands. */
interface Errand {
  readonly activity: Exclude<Activity, 'arrived'>;
  readonly plan: (start: Start) => Leg[];
}

export interface VehicleOptions {
  readonly streets: Streets;
  readonly start: RoadPoint;
  readonly random: Random;
  readonly limits: MotionLimits;
  readonly receiver?: ReceiverOptions;
}

/** A driver holds one speed between two stops, and another one after. */
const PACE_VARIATION = [0.85, 1.15] as const;

/** A vehicle on the streets of a town, and what the phone of its driver reports. */
export class Vehicle {
  readonly #streets: Streets;
  readonly #limits: MotionLimits;
  readonly #random: Random;
  readonly #receiver: GpsReceiver;
  readonly #ride: Ride;
  readonly #usualMps: number;
  #errand: Errand;
  /** Waits for the vehicle to stand: a driver pulls over to read what is wanted. */
  #next: Errand | undefined;
  #further: Leg[] = [];
  #standMs = 0;
  /** Time that has passed since the last whole step. */
  #sinceStepMs = 0;

  constructor({ streets, start, random, limits, receiver }: VehicleOptions) {
    this.#streets = streets;
    this.#limits = limits;
    this.#random = random.fork('drive');
    this.#receiver = new GpsReceiver(random.fork('receiver'), receiver);
    this.#ride = new Ride(legAlong(start.road, start.alongM, 0), limits);
    this.#usualMps = this.#random.between(...limits.cruiseMps);
    this.#errand = this.#roaming();
    this.#next = this.#errand;
  }

  /** Lets time pass. However it is cut into pieces, the drive is the same. */
  advance(durationMs: number): void {
    this.#sinceStepMs += durationMs;
    while (this.#sinceStepMs >= STEP_MS) {
      this.#sinceStepMs -= STEP_MS;
      this.#receiver.advance(STEP_MS);
      if (this.#ride.isAtMark) this.#stand();
      else this.#roll();
    }
  }

  /** Wanders along the route at hand, with stops, like one who looks for passengers. */
  roam(): void {
    this.#turnTo(this.#roaming());
  }

  /** Stops and stands. */
  hold(): void {
    this.#turnTo({ activity: 'holding', plan: () => [] });
  }

  /** Drives to the place on the roads nearest to the target and stands there: `arrived`. */
  driveTo(target: Coordinate): void {
    const place = this.#streets.nearest(target, this.#point.road);
    const plan = (start: Start) => planDrive(start, place, this.#limits.acrossMps);
    this.#turnTo({ activity: 'driving', plan });
  }

  /** What the phone reports; `now` (Unix ms) becomes its timestamp. */
  fix(now: number): Fix {
    const { coordinate, headingDegrees, speedMps } = this;
    return this.#receiver.fix({ coordinate, headingDegrees, speedMps }, now);
  }

  get activity(): Activity {
    if (this.#next !== undefined) return this.#next.activity;
    const isDone = this.#further.length === 0 && this.#ride.isLegDone && this.#ride.isAtMark;
    return this.#errand.activity === 'driving' && isDone ? 'arrived' : this.#errand.activity;
  }

  /** The true place, without the errors of a receiver. */
  get coordinate(): Coordinate {
    return this.#point.coordinate;
  }

  get headingDegrees(): number {
    return this.#ride.headingAfter(this.#sinceStepMs);
  }

  get speedMps(): number {
    return this.#ride.speedMps;
  }

  /** The route that it drives along or, between two, the one that it is heading for. */
  get route(): Route {
    return this.#point.road.route;
  }

  /** Metres from the start of `route`. */
  get distanceAlongM(): number {
    return this.#point.alongM;
  }

  /** Metres driven in all. */
  get odometerM(): number {
    return this.#ride.odometerM;
  }

  get #point(): Start {
    return this.#ride.pointAfter(this.#sinceStepMs);
  }

  #roaming(): Errand {
    const plan = (start: Start) =>
      planRoam(start, this.#random.next() < 0.5, this.#limits.acrossMps);
    return { activity: 'roaming', plan };
  }

  #turnTo(errand: Errand): void {
    this.#next = errand;
    this.#ride.pullOver();
  }

  #stand(): void {
    if (this.#next !== undefined) this.#begin(this.#next);
    else if (this.#standMs > 0) this.#standMs -= STEP_MS;
    else this.#goOn();
  }

  #begin(errand: Errand): void {
    this.#errand = errand;
    this.#next = undefined;
    this.#further = errand.plan(this.#ride.pointAfter(0));
    this.#takeNextLeg();
  }

  #goOn(): void {
    if (this.#errand.activity === 'holding') return;
    if (!this.#ride.isLegDone) this.#setOff();
    else if (this.#further.length > 0) this.#takeNextLeg();
    else if (this.#errand.activity === 'roaming') this.#begin(this.#errand);
  }

  #takeNextLeg(): void {
    const leg = this.#further.shift();
    if (leg === undefined) return;
    this.#ride.take(leg);
    this.#setOff();
  }

  #setOff(): void {
    const paceMps = this.#usualMps * this.#random.between(...PACE_VARIATION);
    this.#ride.keepPace(paceMps, drawStretchM(this.#random, this.#reasonOnTheWay));
  }

  #roll(): void {
    this.#ride.step();
    if (this.#ride.isAtMark) this.#standMs = drawDwellMs(this.#random, this.#reasonHere);
  }

  get #reasonOnTheWay(): 'kerb' | 'traffic' {
    return this.#errand.activity === 'roaming' ? 'kerb' : 'traffic';
  }

  get #reasonHere(): StopReason {
    if (!this.#ride.isLegDone) return this.#reasonOnTheWay;
    return this.#further.length > 0 ? 'turn' : 'terminal';
  }
}
