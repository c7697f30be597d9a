import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { restore } from '../../src/daemon/store/sqlite/copies/restore.ts';

/** Calls that give files their names and take them away; the last path is that of the result. */
const CALLS = ['copyFileSync', 'linkSync', 'openSync', 'renameSync', 'rmSync'] as const;

/** Run as a process of its own, it restores, and dies at the call that is named: `rmSync a.db`. */
function restoreUntil(directory: string, file: string, moment: string): void {
  for (const name of CALLS) {
    const call = fs[name] as (...args: unknown[]) => unknown;
    const dieOrCall = (...args: unknown[]) => {
      const path = args.filter((arg) => String(arg).startsWith(directory)).at(-1);
      if (moment === `${name} ${basename(String(path))}`) process.kill(process.pid, 'SIGKILL');
      return call(...args);
    };
    Object.assign(fs, { [name]: dieOrCall });
  }
  syncBuiltinESMExports();
  restore(directory, file);
}

const [, , directory = '', file = '', moment = ''] = process.argv;
restoreUntil(directory, file, moment);
