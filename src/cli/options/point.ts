import { InvalidArgumentError } from 'commander';
import type { Point } from '../../protocol/index.ts';

const DECIMAL = '([-+]?\\d+(?:\\.\\d+)?)';
const POINT = new RegExp(`^${DECIMAL}\\s*,\\s*${DECIMAL}$`);

/** `14.5995,120.9842`: latitude first, as maps show it and people copy it. */
export function parsePoint(text: string): Point {
  const [, latitude, longitude] = POINT.exec(text.trim()) ?? [];
  const point = { latitude: Number(latitude), longitude: Number(longitude) };
  if (Math.abs(point.latitude) <= 90 && Math.abs(point.longitude) <= 180) return point;
  throw new InvalidArgumentError('A point is LATITUDE,LONGITUDE in degrees: 14.5995,120.9842.');
}
