import type { Random } from '../random.ts';

/** Why a vehicle stands for a while. Orders of the driver (hold, arrival) are not among them. */
export type StopReason = 'kerb' | 'traffic' | 'turn' | 'terminal';

/** Seconds that each kind of stop lasts, from … to. */
const DWELL_S: Readonly<Record<StopReason, readonly [number, number]>> = {
  // Somebody waves, gets in or out.
  kerb: [4, 25],
  traffic: [2, 8],
  turn: [0, 2],
  // At the end of the line one waits for passengers.
  terminal: [15, 60],
};

/** Metres between two stops on the way, from … to. */
const STRETCH_M: Readonly<Record<'kerb' | 'traffic', readonly [number, number]>> = {
  kerb: [200, 900],
  traffic: [300, 1_500],
};

export function drawDwellMs(random: Random, reason: StopReason): number {
  return 1_000 * random.between(...DWELL_S[reason]);
}

export function drawStretchM(random: Random, reason: 'kerb' | 'traffic'): number {
  return random.between(...STRETCH_M[reason]);
}
