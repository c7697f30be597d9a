import { fromWireId, type Point } from '../../../protocol/index.ts';
import { answer, type OperationHandler, refuse } from '../operation.ts';

const RADIUS_M = 2_000;

export const listDrivers: OperationHandler<'listDrivers'> = ({ services, query }) => {
  if (query.near === undefined) return answer({ drivers: [...services.fleet.drivers()] });
  const point = readPoint(query.near);
  if (point === null) {
    const message = 'query /near: latitude is within ±90, longitude within ±180';
    return refuse('invalid_message', message, { path: '/near' });
  }
  return answer({ drivers: [...services.fleet.near(point, query.radius_m ?? RADIUS_M)] });
};

/** The schema has seen to it that it is two numbers. */
function readPoint(near: string): Point | null {
  const [latitude = Number.NaN, longitude = Number.NaN] = near.split(',').map(Number);
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return isOnEarth ? { latitude, longitude } : null;
}

export const getDriver: OperationHandler<'getDriver'> = ({ services, params }) => {
  const driverId = fromWireId(params.driver_id);
  const driver = services.fleet.driver(driverId);
  if (driver !== null) return answer(driver);
  return refuse('not_found', `There is no driver ${driverId}.`);
};
