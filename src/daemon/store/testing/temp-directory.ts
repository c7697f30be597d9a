import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TempDirectory {
  readonly path: string;
  remove(): void;
}

export function makeTempDirectory(): TempDirectory {
  const path = mkdtempSync(join(tmpdir(), 'routa-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** One that is gone when the test that asked for it is over. */
export function tempDirectory(): string {
  const { path, remove } = makeTempDirectory();
  onTestFinished(remove);
  return path;
}
