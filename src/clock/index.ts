export type { Clock, Timer } from './clock.ts';
export { ManualClock } from './manual-clock.ts';
export { scaledClock } from './scaled-clock.ts';
export { SteadyClock } from './steady-clock.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';
