import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../clock/index.ts';
import { operatorSocketPath } from '../../protocol/operator-socket.ts';
import { SimulationError, type SimulationErrorCode } from '../simulation-error.ts';
import { type Ready, readyLine } from './ready-line.ts';

/** A daemon of its own for one run, in a process of its own, with data that go with it. */
export interface PrivateDaemon {
  /** `ws://HOST:PORT` */
  readonly url: string;
  /** Its operator's. */
  readonly socketPath: string;
  /** Resolves if it ends although nobody has asked it to. */
  readonly died: Promise<SimulationError>;
  /** Stops it and removes its data. */
  close(): Promise<void>;
}

const START_MS_MAX = 30_000;
const STOP_MS_MAX = 10_000;

/** Sources run as they are; what was built goes through the launcher, as users start it. */
const PROGRAM = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../../cli/main.ts', import.meta.url)
    : new URL('../../../bin/routa.cjs', import.meta.url),
);

/** Throws {@link SimulationError} when it does not start. */
export async function startPrivateDaemon(speedup: number, clock: Clock): Promise<PrivateDaemon> {
  const folder = await mkdtemp(join(tmpdir(), 'routa-simulation-'));
  const logFile = join(folder, 'daemon.log');
  const child = launch(folder, logFile, speedup);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', ({ message }) => resolve(message));
  });
  const ended = async (code: SimulationErrorCode, what: string) => {
    const cause = (await lastWords(logFile)) ?? (await exited);
    return new SimulationError(code, `the private daemon ${what}: ${cause}`, HINT);
  };
  const close = async () => {
    // It watches its stdin, so it would end even if this process were killed.
    child.stdin?.end();
    const timer = clock.after(STOP_MS_MAX, () => child.kill('SIGKILL'));
    await exited;
    timer.cancel();
    await rm(folder, { recursive: true, force: true });
  };
  let isClosing = false;
  try {
    const { url, data } = await untilReady(child, exited, clock);
    const { platform, env } = process;
    return {
      url,
      socketPath: operatorSocketPath(data, { platform, env, uid: process.getuid?.() }),
      died: exited.then(() =>
        isClosing ? new Promise<never>(() => {}) : ended('daemon_died', 'has ended'),
      ),
      close: () => {
        isClosing = true;
        return close();
      },
    };
  } catch {
    child.kill('SIGKILL');
    const error = await ended('daemon_not_started', 'did not start');
    await close();
    throw error;
  }
}

const HINT = 'run "routa serve" by hand to see what is wrong';

function launch(folder: string, logFile: string, speedup: number): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const options = ['--data', join(folder, 'data'), '--port', '0', '--log-level', 'warn'];
    return spawn(
      process.execPath,
      [PROGRAM, 'serve', ...options, '--log-format', 'json', '--json', '--exit-with-stdin'],
      {
        env: environment(speedup),
        stdio: ['pipe', 'pipe', log],
        // In a group of its own: Ctrl-C in the terminal is for the run, which then stops the
        // daemon.
        detached: true,
        windowsHide: true,
      },
    );
  } finally {
    closeSync(log);
  }
}

/** What the person has set for their own daemon is not meant for this one. */
function environment(speedup: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ROUTA_'));
  return {
    ...Object.fromEntries(own),
    ROUTA_SPEEDUP: String(speedup),
    ROUTA_SHUTDOWN_WINDOW_MS: '0',
  };
}

/** Rejects when it takes too long or the daemon has ended; the caller finds out why. */
async function untilReady(
  child: ChildProcess,
  exited: Promise<string>,
  clock: Clock,
): Promise<Ready> {
  const { promise: late, resolve } = Promise.withResolvers<null>();
  const timer = clock.after(START_MS_MAX, () => resolve(null), true);
  const line = child.stdout === null ? null : readyLine(child.stdout);
  const ready = await Promise.race([line, late, exited.then(() => null)]);
  timer.cancel();
  if (ready === null) throw new Error('the daemon is not ready');
  return ready;
}

async function lastWords(logFile: string): Promise<string | null> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  const lines = text.trim().split('\n');
  // Where it crashed, a stack and the version of Node follow what matters.
  const words = lines.findLast((line) => /^routa: |^\w*Error: /.test(line)) ?? lines.at(-1);
  return words?.replace(/^routa: /, '') || null;
}
