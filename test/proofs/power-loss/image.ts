import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answered } from './promises.ts';

/** Where a daemon has its data, below everything: two levels that it makes at its first start. */
export const DATA_PATH = join('var', 'routa');

/**
 * The bytes of files by their path below the root; null for directories, which come before what is
 * in them.
 */
export type Image = ReadonlyMap<string, Buffer | null>;

/** What a power cut has left, and what somebody had been promised until then. */
export interface Remains {
  readonly image: Image;
  readonly promises: readonly Answered[];
}

export const NOTHING: Remains = { image: new Map(), promises: [] };

export function restoreImage(image: Image, root: string): void {
  for (const [path, bytes] of image) {
    const place = join(root, path);
    if (bytes === null) mkdirSync(place, { recursive: true, mode: 0o700 });
    else writeFileSync(place, bytes, { mode: 0o600 });
  }
}
