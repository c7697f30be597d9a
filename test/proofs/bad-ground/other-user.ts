import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { builtProgram, checkout } from '../../support/built-program.ts';
import type { RoutaRun } from '../../support/run-routa.ts';

/** Modes bind everybody but root, which then lets `nobody` run the program. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** False where modes mean nothing, or where the checkout is hidden from everybody but root. */
export function canRunAsUser(): boolean {
  if (process.platform === 'win32') return false;
  const script = `require('node:fs').readFileSync(${JSON.stringify(`${checkout}/package.json`)})`;
  return spawnSync(process.execPath, ['-e', script], { ...identity, cwd: '/' }).status === 0;
}

/** Makes a directory or file that user's own. */
export function give(path: string): void {
  if (isRoot) chownSync(path, NOBODY, NOBODY);
}

/** Runs one command as a user whom modes bind. */
export async function runAsUser(args: readonly string[]): Promise<RoutaRun> {
  const child = spawn(process.execPath, [builtProgram(), ...args], {
    ...identity,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    textOf(child.stdout),
    textOf(child.stderr),
    exitOf(child),
  ]);
  return { stdout, stderr, exitCode };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}
