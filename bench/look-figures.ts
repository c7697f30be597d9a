import type { CostedLook } from './load/fleet.ts';
import { type Row, round } from './scenario.ts';

/** From here on a slow delivery may be the generator's own. */
const GENERATOR_LOAD_MAX = 0.85;
const GENERATOR_LATE_MS_MAX = 5;

/** The figures that every look at positions has. */
export function figuresOf(look: CostedLook): Row {
  return {
    deliveredPerSecond: Math.round((look.delivered * look.perSecond) / look.sent),
    lost: look.sent - look.delivered,
    p50Ms: round(look.p50Ms, 2),
    p99Ms: round(look.p99Ms, 2),
    p999Ms: round(look.p999Ms, 2),
    cpuSecondsPerMillion: round(look.cpuSecondsPerMillion),
    generatorLoad: look.strain.load === null ? null : round(look.strain.load, 2),
    generatorLateP99Ms: round(look.strain.lateP99Ms, 2),
  };
}

/** Whether the generator may have been the limit, as one sentence or none. */
export function remarksOnStrain(name: string, { strain }: CostedLook): readonly string[] {
  if (strain.load !== null && strain.load >= GENERATOR_LOAD_MAX) {
    return [`${name}: the generator's core was full, so that the server may be faster than this`];
  }
  if (strain.lateP99Ms < GENERATOR_LATE_MS_MAX) return [];
  const late = round(strain.lateP99Ms);
  return [`${name}: the generator was up to ${late} ms late at p99, which counts as the server's`];
}
