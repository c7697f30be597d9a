import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type ApiClient, apiClient } from '../../src/client/index.ts';
import {
  makeTempDirectory,
  type TempDirectory,
} from '../../src/daemon/store/testing/temp-directory.ts';
import { operatorSocketPath } from '../../src/protocol/operator-socket.ts';
import { type Ready, readyLine } from '../../src/simulator/daemon/ready-line.ts';
import { issueToken, type TokenTraits } from './issue-token.ts';
import { spawnRouta } from './run-routa.ts';

/** Whoever is connected when the daemon stops is told to leave at once, so that no test waits. */
const SETTINGS = { ROUTA_SHUTDOWN_WINDOW_MS: '0', ROUTA_LOG_LEVEL: 'warn' };
const STOPS_WITHIN_MS = 10_000;

/** `routa serve` as a process of its own, with its data in a folder of its own. */
export class ProcessDaemon {
  private readonly settings: Readonly<Record<string, string>>;
  private readonly place: string | undefined;
  private folder: TempDirectory | null = null;
  private child: ChildProcess | null = null;
  private ready: Ready | null = null;
  private errors = '';

  /** `place`: its data directory, where that is not to be a folder of its own. */
  constructor(settings: Readonly<Record<string, string>> = {}, place?: string) {
    this.settings = { ...SETTINGS, ...settings };
    this.place = place;
  }

  /** What it has said on stderr, through all its lives. */
  get log(): string {
    return this.errors;
  }

  get data(): string {
    return this.state.data;
  }
  /** `ws://127.0.0.1:PORT`; it stays the same when the daemon is started again. */
  get url(): string {
    return this.state.url;
  }
  get pid(): number {
    return this.state.pid;
  }
  get socketPath(): string {
    const { platform, env, getuid } = process;
    return operatorSocketPath(this.state.data, { platform, env, uid: getuid?.() });
  }
  /** With the operator's rights. */
  get api(): ApiClient {
    return apiClient({ socketPath: this.socketPath });
  }

  /** A token for `driver:7`. */
  tokenFor(userName: string, traits?: TokenTraits): Promise<string> {
    return issueToken(this.api, userName, traits);
  }

  /** Also after `kill()`, on the same data and port. */
  async start(): Promise<void> {
    if (this.place === undefined) this.folder ??= makeTempDirectory();
    const data = this.place ?? this.folder?.path ?? '';
    const port = this.ready === null ? '0' : new URL(this.ready.url).port;
    const options = ['--data', data, '--port', port, '--json', '--exit-with-stdin'];
    const child = spawnRouta(['serve', ...options], this.settings);
    this.child = child;
    child.stderr.on('data', (chunk: string) => {
      this.errors += chunk;
    });
    const ready = await readyLine(child.stdout);
    if (ready === null) throw new Error(`the daemon did not start: ${this.errors}`);
    this.ready = ready;
  }

  /** `kill -9`; resolves when the process is gone. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    this.child = null;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Resolves with its exit code when it ends by itself. */
  async ended(): Promise<number | null> {
    const { child } = this;
    if (child === null) throw new Error('the daemon does not run');
    this.child = null;
    if (child.exitCode === null) await once(child, 'close');
    return child.exitCode;
  }

  /** Resolves as soon as it has said so often, through all its lives, something on stderr. */
  async says(words: string, times: number): Promise<void> {
    const stderr = this.child?.stderr;
    while (this.errors.split(words).length <= times) {
      if (stderr?.readableEnded !== false) throw new Error(`it never said: ${words}`);
      await once(stderr, 'data');
    }
  }

  /** Stops it as its parent's end would, and insists that it ends well. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child === null) return;
    this.child = null;
    const watchdog = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
    const gone = child.exitCode === null ? once(child, 'exit') : [child.exitCode];
    child.stdin?.end();
    const [exitCode] = await gone;
    clearTimeout(watchdog);
    if (exitCode !== 0) throw new Error(`the daemon ended with ${exitCode}: ${this.errors}`);
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    try {
      await this.stop();
    } finally {
      this.folder?.remove();
    }
  }

  private get state(): Ready {
    if (this.ready === null) throw new Error('the daemon was not started');
    return this.ready;
  }
}

/** One that is gone when the test that asked for it is over. */
export async function processDaemon(
  settings?: Record<string, string>,
  place?: string,
): Promise<ProcessDaemon> {
  const daemon = new ProcessDaemon(settings, place);
  onTestFinished(() => daemon.remove());
  await daemon.start();
  return daemon;
}

/** One for all tests of a file; each brings people and bookings of its own. */
export function sharedDaemon(settings?: Record<string, string>): ProcessDaemon {
  const daemon = new ProcessDaemon(settings);
  beforeAll(() => daemon.start());
  afterAll(() => daemon.remove());
  return daemon;
}
