import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type ApiClient, apiClient } from '../../../src/client/index.ts';
import { operatorSocketPath } from '../../../src/protocol/operator-socket.ts';
import { type Ready, readyLine } from '../../../src/simulator/daemon/ready-line.ts';
import type { Host } from '../../support/connect-as.ts';
import { issueToken } from '../../support/issue-token.ts';
import { spawnTraced, type Tracing } from './strace.ts';

/** `routa serve` in a process whose system calls are written down. */
export class TracedDaemon implements Host {
  /** The exit code; null after a kill. Then the trace is whole. */
  readonly exited: Promise<number | null>;
  /** What it has written to stderr. */
  errors = '';
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly tracing: Tracing;
  private ready: Ready | null = null;

  constructor(data: string, tracing: Tracing) {
    const serve = ['serve', '--data', data, '--port', '0', '--json', '--exit-with-stdin'];
    this.tracing = tracing;
    this.child = spawnTraced(serve, tracing);
    this.child.stderr.on('data', (chunk: string) => {
      this.errors += chunk;
    });
    this.exited = once(this.child, 'close').then(([code]) => code as number | null);
  }

  /** False: it has ended instead. */
  async start(): Promise<boolean> {
    this.ready = await readyLine(this.child.stdout);
    if (this.ready === null) await this.exited;
    return this.ready !== null;
  }

  get url(): string {
    return this.running.url;
  }

  /** With the operator's rights. */
  get api(): ApiClient {
    const { platform, env, getuid } = process;
    const place = operatorSocketPath(this.running.data, { platform, env, uid: getuid?.() });
    return apiClient({ socketPath: place });
  }

  /** A token for `driver:7`. */
  tokenFor(userName: string): Promise<string> {
    return issueToken(this.api, userName);
  }

  /** `kill -9`. Idempotent. */
  async kill(): Promise<void> {
    const { exitCode, signalCode } = this.child;
    if (exitCode === null && signalCode === null) this.killDaemon();
    await this.exited;
  }

  /** Itself: strace follows it, but would let it live on. */
  private killDaemon(): void {
    try {
      process.kill(this.running.pid, 'SIGKILL');
    } catch {
      // It has just ended, and strace is about to.
    }
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    const code = await this.exited;
    if (code !== 0) throw new Error(`the daemon ended with ${code}: ${this.errors}`);
  }

  get trace(): string {
    return readFileSync(this.tracing.traceFile, 'latin1');
  }

  private get running(): Ready {
    if (this.ready === null) throw new Error(`the daemon did not start: ${this.errors}`);
    return this.ready;
  }
}
