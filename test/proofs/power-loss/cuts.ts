import type { Random } from '../../../src/simulator/random.ts';
import { type Chance, never } from './file-content.ts';
import type { History } from './history.ts';
import { faultsAfter } from './power-cut.ts';
import { SimulatedDisk } from './simulated-disk.ts';

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

/**
 * Cuts the power after each answer, with nothing left that was not synced. What is synced does not
 * change until the next sync ends, so that one image stands for all answers since the last one.
 */
export function cutAfterAnswers(history: History, afterFailure: Chance = never): Outcome {
  const disk = new SimulatedDisk(history.place.root, afterFailure);
  const cuts = new Cuts(history, disk);
  for (const { at, operation, phase } of history.replay(disk)) {
    if (operation.kind === 'sync' && phase === 'end') cuts.cutIfPromised(at);
  }
  cuts.cutIfPromised(Number.POSITIVE_INFINITY);
  return cuts;
}

/**
 * Cuts the power at places drawn by lot, also while files are being written, with as much left of
 * what was not synced as chance has it.
 */
export function cutAnywhere(history: History, count: number, random: Random): Outcome {
  const disk = new SimulatedDisk(history.place.root);
  const cuts = new Cuts(history, disk);
  const draw = () => random.pick(history.moments()).at;
  const drawn = Array.from({ length: count }, draw).sort((a, b) => b - a);
  for (const { at } of history.replay(disk)) {
    for (; drawn.at(-1) === at; drawn.pop()) {
      const likelihood = random.pick(LIKELIHOODS);
      cuts.cut(at, () => random.next() < likelihood);
    }
  }
  return cuts;
}

class Cuts implements Outcome {
  images = 0;
  looks = 0;
  faultCount = 0;
  readonly faults: string[] = [];
  private readonly history: History;
  private readonly disk: SimulatedDisk;
  private readonly promises;
  private promisedCount = 0;

  constructor(history: History, disk: SimulatedDisk) {
    this.history = history;
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
    const promised = this.promisedBefore(at);
    const faults = faultsAfter(this.disk.left(chance), this.history.place, promised);
    this.images += 1;
    this.looks += promised.length;
    this.faultCount += faults.length;
    const room = FAULTS_MAX - this.faults.length;
    this.faults.push(...faults.slice(0, room).map((fault) => `cut at ${at}: ${fault}`));
  }

  private promisedBefore(at: number) {
    return this.promises.filter((promised) => promised.at < at);
  }
}
