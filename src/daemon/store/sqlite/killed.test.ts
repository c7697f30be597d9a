import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import type { Store } from '../store.ts';
import { NOW_MS, rider } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { openSqliteStore } from './open-store.ts';

const ENOUGH = 500;

/** Kills a process in the middle of its writing; answers the highest number it was told. */
async function killWriter(directory: string): Promise<number> {
  const script = join(import.meta.dirname, '../testing/write-until-killed.ts');
  const child = spawn(process.execPath, [script, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const exited = once(child, 'exit');
  let acknowledged = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Math.max(acknowledged, Number(line));
    if (acknowledged >= ENOUGH) child.kill('SIGKILL');
  }
  await exited;
  return acknowledged;
}

it('has everything that was acknowledged after kill -9, and lets go of the directory', async () => {
  const directory = tempDirectory();
  const acknowledged = await killWriter(directory);
  const store = await openSqliteStore({ directory });
  onTestFinished(() => store.close());

  const { newestSeq } = await store.streamState(rider('1'));
  expect(newestSeq).toBeGreaterThanOrEqual(acknowledged);
  const seqs = await readSeqs(store);
  expect(seqs).toEqual(Array.from({ length: newestSeq }, (_, index) => index + 1));
  const next = await store.notify({ to: rider('1'), event: 'hello', data: null, nowMs: NOW_MS });
  expect(next).toMatchObject({ seq: newestSeq + 1 });
});

async function readSeqs(store: Store): Promise<readonly number[]> {
  const seqs: number[] = [];
  let last: number | undefined = 0;
  while (last !== undefined) {
    const page = await store.stream(rider('1'), last, 1_000);
    seqs.push(...page.map(({ seq }) => seq));
    last = page.at(-1)?.seq;
  }
  return seqs;
}
