import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { builtProgram, checkout } from './built-program.ts';

type Variables = Readonly<Record<string, string>>;

interface RunOptions {
  /** Beside the variables of the test's own process. */
  readonly env?: Variables;
  readonly stdin?: string;
}

export interface RoutaRun {
  /** Null: the command hung, and was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Compiled code is kept as it is for users, but not among their files. */
const cache = join(checkout, 'node_modules', '.cache');
const HANGS_AFTER_MS = 20_000;

/** Starts the built program as a shell would. */
export function spawnRouta(
  args: readonly string[],
  env: Variables = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [builtProgram(), ...args], {
    cwd: checkout,
    env: { ...process.env, XDG_CACHE_HOME: cache, ...env },
  });
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  return child;
}

/** Runs one command to its end. */
export function runRouta(
  args: readonly string[],
  { env, stdin = '' }: RunOptions = {},
): Promise<RoutaRun> {
  const child = spawnRouta(args, env);
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: string) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk: string) => {
    said.stderr += chunk;
  });
  // A command that fails at once does not read what it is given.
  child.stdin.on('error', () => {}).end(stdin);
  const watchdog = setTimeout(() => child.kill('SIGKILL'), HANGS_AFTER_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearTimeout(watchdog);
      resolve({ exitCode, ...said });
    });
  });
}
