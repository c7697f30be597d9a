import { between, type Coordinate, headingDegrees, wrapLongitude } from '../geo/coordinate.ts';
import { type Route, withinRoute } from './route.ts';

/** Reads a measured value: an index outside is a programmer's error, never a default. */
export function valueAt(values: Float64Array, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no value at ${index} of ${values.length}`);
  return value;
}

export function vertexAt(route: Route, index: number): Coordinate {
  return {
    latitude: valueAt(route.latitudes, index),
    longitude: wrapLongitude(valueAt(route.longitudes, index)),
  };
}

/** The segment (by its first vertex) that holds this distance; binary search. */
export function segmentAt(route: Route, alongM: number): number {
  let low = 0;
  let high = route.cumulativeM.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (valueAt(route.cumulativeM, middle) <= alongM) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where one is after `alongM` metres; on a loop any distance, else held at the ends. */
export function coordinateAt(route: Route, alongM: number): Coordinate {
  const along = withinRoute(route, alongM);
  const segment = segmentAt(route, along);
  const startM = valueAt(route.cumulativeM, segment);
  const lengthM = valueAt(route.cumulativeM, segment + 1) - startM;
  const share = (along - startM) / lengthM;
  return between(vertexAt(route, segment), vertexAt(route, segment + 1), share);
}

/** Compass direction of travel at this distance: `direction` is 1 with the vertices, -1 against. */
export function headingAt(route: Route, alongM: number, direction: 1 | -1): number {
  const segment = segmentAt(route, withinRoute(route, alongM));
  const from = vertexAt(route, segment);
  const to = vertexAt(route, segment + 1);
  return direction === 1 ? headingDegrees(from, to) : headingDegrees(to, from);
}
