import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { tempDirectory } from '../../../src/daemon/store/testing/temp-directory.ts';

/** Room for data that a test can take away from a running process, and give back. */
export interface SmallDisk {
  readonly path: string;
  /** From now on the process cannot write a byte more. */
  fill(pid: number): void;
  free(pid: number): void;
}

const MIB = 1_048_576;

/** A file system of its own: the real thing, which takes root and the right to mount. */
export function smallFileSystem(sizeMib = 8) {
  const path = mkdtempSync(join(tmpdir(), 'routa-disk-'));
  mount(path, sizeMib);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', path]);
    rmdirSync(path);
  });
  const ballast = join(path, 'ballast');
  return { path, fill: () => fillUp(ballast), free: () => rmSync(ballast) } satisfies SmallDisk;
}

/** The largest file that a process may write is limited: the disk is as full, for anybody. */
export function limitedFiles(): SmallDisk {
  return {
    path: tempDirectory(),
    fill: (pid) => limitFiles(pid, '1'),
    free: (pid) => limitFiles(pid, 'unlimited'),
  };
}

export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = mkdtempSync(join(tmpdir(), 'routa-disk-'));
  try {
    mount(path, 1);
    execFileSync('umount', [path]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(path);
  }
}

function mount(path: string, sizeMib: number): void {
  const options = `size=${sizeMib}m,mode=0700`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'a');
  try {
    for (const size of [MIB / 4, 4_096]) {
      while (writeSync(descriptor, Buffer.alloc(size)) === size);
    }
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Only the soft limit, which the process's own user may raise again. */
function limitFiles(pid: number, bytes: string): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}
