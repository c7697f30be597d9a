import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Findings } from './scenario.ts';

/** Where and under what load something was measured, without which figures say little. */
export interface Ground {
  readonly at: string;
  readonly node: string;
  readonly cores: number;
  readonly processor: string;
  /** One minute's load average, before and after. */
  readonly load: readonly [number, number];
}

export interface Measured extends Findings {
  readonly ground: Ground;
}

/** Scenarios by name, as they were when somebody said `--save`. */
export type Baseline = Readonly<Record<string, Measured>>;

const file = join(import.meta.dirname, 'baseline.json');

export function readBaseline(): Baseline {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Baseline;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** What was not measured this time stays as it was. */
export function saveBaseline(measured: Baseline): void {
  const all = { ...readBaseline(), ...measured };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}

export function groundNow(loadBefore: number): Ground {
  return {
    at: new Date().toISOString(),
    node: process.version,
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    load: [loadBefore, loadNow()],
  };
}

export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}
