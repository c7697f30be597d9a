import type { Random } from '../../../src/simulator/random.ts';
import { always, type Chance, never } from './file-content.ts';
import type { History } from './history.ts';
import type { Remains } from './image.ts';
import { faultsIn } from './power-cut.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

/** What came of cutting the power again and again. */
export interface Outcome {
  readonly images: number;
  /** Promises that were looked for, over all images. */
  readonly looks: number;
  readonly faultCount: number;
  /** The first ones. */
  readonly faults: readonly string[];
}

/** More would not say more. */
const FAULTS_MAX = 10;
/** How much of what was not synced is on the disk, in one image or the other. */
const LIKELIHOODS = [0.1, 0.5, 0.9] as const;

interface AnswerCuts {
  /** Leaves out some of them. */
  readonly isWanted?: Chance;
  /** What of a failed sync is on the disk after all. */
  readonly afterFailure?: Chance;
}

/**
 * Cuts the power after each answer, with nothing left that was not synced. What is synced does not
 * change until the next sync ends, so that one image stands for all answers since the last one.
 */
export function cutAfterAnswers(
  history: History,
  { isWanted = always, afterFailure = never }: AnswerCuts = {},
): Outcome {
  const disk = history.disk(afterFailure);
  const cuts = new Cuts(history, disk);
  for (const { at, operation, phase } of history.replay(disk)) {
    if (operation.kind === 'sync' && phase === 'end' && isWanted()) cuts.cutIfPromised(at);
  }
  cuts.cutIfPromised(Number.POSITIVE_INFINITY);
  return cuts;
}

/**
 * Cuts the power at places drawn by lot, also while files are being written, with as much left of
 * what was not synced as chance has it.
 */
export function cutAnywhere(history: History, count: number, random: Random): Outcome {
  const disk = history.disk();
  const cuts = new Cuts(history, disk);
  const drawn = Array.from({ length: count }, () => random.pick(history.moments()));
  for (const step of history.replay(disk)) {
    for (const each of drawn) if (each === step) cuts.cut(step.at, drawChance(random));
  }
  return cuts;
}

/** What one such power cut leaves. */
export function cutOnce(history: History, random: Random): Remains {
  const disk = history.disk();
  const moment = random.pick(history.moments());
  for (const step of history.replay(disk)) if (step === moment) break;
  const promises = history.promises().filter((promised) => promised.at < moment.at);
  return { image: disk.left(drawChance(random)), promises };
}

function drawChance(random: Random): Chance {
  const likelihood = random.pick(LIKELIHOODS);
  return () => random.next() < likelihood;
}

class Cuts implements Outcome {
  images = 0;
  looks = 0;
  faultCount = 0;
  readonly faults: string[] = [];
  private readonly disk: SimulatedDisk;
  private readonly promises;
  private promisedCount = 0;

  constructor(history: History, disk: SimulatedDisk) {
    this.disk = disk;
    this.promises = history.promises();
  }

  /** Unless nothing was promised since the last time. */
  cutIfPromised(at: number): void {
    const count = this.promisedBefore(at).length;
    if (count > this.promisedCount) this.cut(at, never);
    this.promisedCount = count;
  }

  cut(at: number, chance: Chance): void {
    const promises = this.promisedBefore(at);
    const faults = faultsIn({ image: this.disk.left(chance), promises });
    this.images += 1;
    this.looks += promises.length;
    this.faultCount += faults.length;
    const room = FAULTS_MAX - this.faults.length;
    this.faults.push(...faults.slice(0, room).map((fault) => `cut at ${at}: ${fault}`));
  }

  private promisedBefore(at: number) {
    return this.promises.filter((promised) => promised.at < at);
  }
}
