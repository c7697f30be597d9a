import { describe, expect, it } from 'vitest';
import { coordinateAt, headingAt } from './along-route.ts';
import { createRoute, type Line, type Route } from './route.ts';

const line = (...positions: [longitude: number, latitude: number][]): Line => ({
  latitudes: positions.map(([, latitude]) => latitude),
  longitudes: positions.map(([longitude]) => longitude),
});

function routeOf(...positions: [longitude: number, latitude: number][]): Route {
  const route = createRoute('Test', 'test.geojson', line(...positions));
  if (route === undefined) throw new Error('this line should make a route');
  return route;
}

describe('a route', () => {
  it('is measured along its vertices', () => {
    const route = routeOf([121, 13], [121, 13.001], [121.001, 13.001]);
    expect(route.cumulativeM[1]).toBeCloseTo(111.2, 1);
    expect(route.lengthM).toBeCloseTo(111.2 + 108.3, 1);
    expect(route.loop).toBe(false);
  });

  it('drops vertices written twice and what is not a number', () => {
    const route = routeOf([121, 13], [121, 13], [Number.NaN, 13], [121, 13.001], [121, 13.001]);
    expect(route.latitudes).toHaveLength(2);
  });

  it('needs 50 m and two distinct vertices', () => {
    expect(createRoute('Stub', 'f', line([121, 13], [121, 13.0004]))).toBeUndefined();
    expect(createRoute('Dot', 'f', line([121, 13], [121, 13]))).toBeUndefined();
    expect(createRoute('Nothing', 'f', line())).toBeUndefined();
  });

  it('is a loop where it comes back to within ten metres, and is then closed', () => {
    const route = routeOf([121, 13], [121, 13.001], [121.001, 13.001], [121.00005, 13]);
    expect(route.loop).toBe(true);
    expect(route.latitudes.at(-1)).toBe(13);
    expect(route.longitudes.at(-1)).toBeCloseTo(121, 12);
  });

  it('goes on across the antimeridian', () => {
    const route = routeOf([179.999, 0], [-179.999, 0]);
    expect(route.lengthM).toBeCloseTo(222.4, 1);
    expect(coordinateAt(route, route.lengthM * 0.75).longitude).toBeCloseTo(-179.9995, 6);
  });
});

describe('a place along a route', () => {
  const street = routeOf([121, 13], [121, 13.001], [121.001, 13.001]);
  const block = routeOf([121, 13], [121, 13.001], [121.001, 13.001], [121.001, 13], [121, 13]);

  it('is held at the ends of a line', () => {
    expect(coordinateAt(street, -5)).toEqual({ latitude: 13, longitude: 121 });
    expect(coordinateAt(street, 9_999).longitude).toBeCloseTo(121.001, 9);
  });

  it('comes round again on a loop', () => {
    const [once, again] = [coordinateAt(block, 60), coordinateAt(block, 60 + block.lengthM)];
    expect(again.latitude).toBeCloseTo(once.latitude, 9);
    expect(coordinateAt(block, -10).latitude).toBeCloseTo(13, 9);
  });

  it('has a heading either way', () => {
    expect(headingAt(street, 50, 1)).toBeCloseTo(0, 6);
    expect(headingAt(street, 50, -1)).toBeCloseTo(180, 6);
    expect(headingAt(street, 150, 1)).toBeCloseTo(90, 6);
  });
});
