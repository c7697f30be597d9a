import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

/** The thread of the daemon that writes the database, by its name in `/proc`. */
const WRITER = 'writer-thread';

/** Makes each sync of a daemon's database take longer, by `strace`; null where there is none. */
export async function slowDisk(pid: number, byMs: number): Promise<{ stop(): void } | null> {
  const syncs = 'fsync,fdatasync';
  const inject = `inject=${syncs}:delay_exit=${byMs * 1_000}`;
  const args = ['-o', '/dev/null', '-p', writerOf(pid), '-e', `trace=${syncs}`, '-e', inject];
  const strace = spawn('strace', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  return (await hasAttached(strace)) ? { stop: () => strace.kill('SIGINT') } : null;
}

function writerOf(pid: number): string {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const nameOf = (task: string) => readFileSync(`/proc/${pid}/task/${task}/comm`, 'utf8').trim();
  return tasks.find((task) => nameOf(task) === WRITER) ?? String(pid);
}

/** It says so first. */
async function hasAttached(strace: ChildProcess): Promise<boolean> {
  const ended = once(strace, 'error').then(() => false);
  const exited = once(strace, 'exit').then(() => false);
  const said = strace.stderr === null ? ended : once(strace.stderr, 'data');
  const first = await Promise.race([said, ended, exited]);
  return first !== false && String(first).includes('attached');
}
