import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ready, readyLine } from '../src/simulator/daemon/ready-line.ts';
import { pinned } from './pinned.ts';

/** A server under test, in a process of its own on core 0. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  readonly data: string | null;
  readonly startMs: number;
  rssBytes(): number;
  stop(): Promise<void>;
  /** At once, as a crash does; data stay. Answers the same server, started again at its port. */
  restart(): Promise<Server>;
}

const checkout = join(import.meta.dirname, '..');

interface RoutaPlace {
  /** A checkout that was built; this one by default. */
  readonly root?: string;
  readonly name?: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Where a daemon was before. */
  readonly data?: string;
  readonly port?: number;
}

/** The daemon's data lie where temporary files do. */
export async function startRouta(place: RoutaPlace = {}): Promise<Server> {
  const { root = checkout, name = 'routa', settings = {}, port = 0 } = place;
  const data = place.data ?? mkdtempSync(join(tmpdir(), 'routa-bench-'));
  const args = ['bin/routa.cjs', 'serve', '--data', data, '--port', String(port), '--json'];
  const quiet = ['--log-level', 'warn', '--exit-with-stdin'];
  const server = await startServer(name, root, [...args, ...quiet], settings);
  return {
    ...server,
    data,
    async stop() {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
    async restart() {
      await server.kill();
      return startRouta({ ...place, data, port: portOf(server.url) });
    },
  };
}

export function startRelay(): Promise<Server> {
  return startPeer('ws relay', 'bench/peers/ws-relay.ts', 0);
}

export function startSocketIo(): Promise<Server> {
  return startPeer('Socket.IO', 'bench/peers/socket-io.ts', 0);
}

async function startPeer(name: string, script: string, port: number): Promise<Server> {
  const server = await startServer(name, checkout, [script, String(port)], {});
  return {
    ...server,
    async restart() {
      await server.kill();
      return startPeer(name, script, portOf(server.url));
    },
  };
}

async function startServer(
  name: string,
  cwd: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Omit<Server, 'restart'> & { kill(): Promise<void> }> {
  const startedAt = performance.now();
  const child = spawnPinned(cwd, args, settings);
  const { url, pid } = await untilReady(child, name);
  const startMs = performance.now() - startedAt;
  return {
    name,
    url,
    pid,
    data: null,
    startMs,
    rssBytes: () => procStatus(pid, 'VmRSS') * 1024,
    stop: () => stop(child),
    kill: () => kill(child, pid),
  };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function spawnPinned(
  cwd: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const [command, ...rest] = pinned(0, [process.execPath, ...args]);
  return spawn(command ?? process.execPath, rest, {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ROUTA_RATE_LIMITS: 'off', NODE_ENV: 'production', ...settings },
  });
}

async function untilReady(child: ChildProcess, name: string): Promise<Ready> {
  const ready = child.stdout === null ? null : await readyLine(child.stdout);
  if (ready === null) throw new Error(`${name} ended before it was ready`);
  return ready;
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.stdin?.end();
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    timer.unref();
  });
}

/** The process that owns the sockets, which may be another than the one that was started. */
async function kill(child: ChildProcess, pid: number): Promise<void> {
  const ended = once(child, 'exit');
  process.kill(pid, 'SIGKILL');
  child.stdin?.end();
  await ended;
}

function procStatus(pid: number, field: string): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN);
}
