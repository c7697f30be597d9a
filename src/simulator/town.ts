import type { ReceiverOptions } from './motion/gps-receiver.ts';
import { pointOnRoad } from './motion/leg.ts';
import { TRICYCLE } from './motion/limits.ts';
import { rideM } from './motion/plan.ts';
import { createStreets } from './motion/streets.ts';
import { Vehicle } from './motion/vehicle.ts';
import { createPlaces, type Place } from './places.ts';
import { createRandom, type Random } from './random.ts';
import type { Route } from './routes/route.ts';

/** From where to where somebody wants to go. */
export interface Trip {
  readonly pickup: Place;
  readonly dropoff: Place;
}

/** Everything of a simulated town that moves nobody by itself: pure, and the same for a seed. */
export interface Town {
  readonly routes: readonly Route[];
  readonly places: readonly Place[];
  /** A vehicle somewhere on the routes, roaming; the same one for the same label. */
  createVehicle(label: string, receiver?: ReceiverOptions): Vehicle;
  /** A trip between two landmarks of one route, if it has two that are far enough apart. */
  drawTrip(random: Random): Trip;
  /** A stream of randomness of this town for something of yours: `riders`, `driver:7`. */
  random(label: string): Random;
}

/** Nobody hires a tricycle for less, nor for much more. */
const TRIP_M = [400, 1_200] as const;

export function createTown(routes: readonly Route[], seed: number | string): Town {
  const root = createRandom(seed);
  const streets = createStreets(routes, TRICYCLE);
  const places = createPlaces(routes, root.fork('places'));
  return {
    routes,
    places,
    createVehicle: (label, receiver = {}) => {
      const random = root.fork(`vehicle/${label}`);
      const road = random.pick(streets.roads);
      const start = pointOnRoad(road, random.between(0, road.route.lengthM));
      return new Vehicle({ streets, start, random, limits: TRICYCLE, receiver });
    },
    drawTrip: (random) => drawTrip(places, random),
    random: (label) => root.fork(label),
  };
}

function drawTrip(places: readonly Place[], random: Random): Trip {
  const pickup = random.pick(places);
  const others = places.filter((place) => place !== pickup);
  const onRoute = others.filter(({ route }) => route === pickup.route);
  const inReach = onRoute.filter((place) => isTripLength(pickup, place));
  const choice = [inReach, onRoute, others].find((list) => list.length > 0) ?? places;
  return { pickup, dropoff: random.pick(choice) };
}

function isTripLength(pickup: Place, dropoff: Place): boolean {
  const metres = Math.abs(rideM(pickup.route, pickup.alongM, dropoff.alongM));
  return metres >= TRIP_M[0] && metres <= TRIP_M[1];
}
