/** How a vehicle can and likes to move. Metres, seconds. */
export interface MotionLimits {
  readonly accelerationMps2: number;
  readonly decelerationMps2: number;
  /** What a bend may push sideways before the driver slows down. */
  readonly lateralMps2: number;
  /** Each vehicle has a cruising speed of its own in here, and varies it from stop to stop. */
  readonly cruiseMps: readonly [slowest: number, fastest: number];
  /** Never more than this, downhill and late. */
  readonly topMps: number;
  /** From one street to another where none joins them: through yards and fields. */
  readonly acrossMps: number;
}

/** A passenger tricycle: 5–9 m/s is its cruise in town, 60 km/h all that it can do. */
export const TRICYCLE: MotionLimits = {
  accelerationMps2: 1.2,
  decelerationMps2: 1.8,
  lateralMps2: 2,
  cruiseMps: [5, 9],
  topMps: 16.7,
  acrossMps: 3,
};
