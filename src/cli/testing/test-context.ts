import { systemClock } from '../../clock/index.ts';
import type { Context, Environment } from '../context.ts';

export interface TestContextOptions {
  /** What stdin has to say. */
  readonly stdin?: string;
  /** Whether stdin, stdout and stderr are a terminal; 80 columns wide. */
  readonly isTerminal?: boolean;
  readonly env?: Environment;
  readonly cwd?: string;
}

export interface TestContext extends Context {
  readonly written: { readonly stdout: string; readonly stderr: string };
  /** Resolves once what was written to stdout so far passes. */
  untilStdout(passes: (text: string) => boolean): Promise<void>;
  /** Ctrl-C. */
  interrupt(): void;
}

/** A process that exists in memory only. */
export function testContext(options: TestContextOptions = {}): TestContext {
  const { stdin = '', isTerminal = false, env = {}, cwd = process.cwd() } = options;
  const written = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  const sink = (name: 'stdout' | 'stderr') => ({
    isTTY: isTerminal,
    columns: 80,
    write: (text: string) => {
      written[name] += text;
      for (const look of waiting) look();
    },
  });
  const asked = new AbortController();
  const insisted = new AbortController();
  return {
    stdin: {
      isTTY: isTerminal,
      async *[Symbol.asyncIterator]() {
        yield stdin;
      },
    },
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    terminal: process,
    env,
    cwd,
    platform: process.platform,
    uid: process.getuid?.(),
    pid: 4711,
    clock: systemClock,
    interrupted: () => ({ asked: asked.signal, insisted: insisted.signal }),
    written,
    untilStdout: (passes) =>
      new Promise((resolve) => {
        const look = () => {
          if (passes(written.stdout)) resolve();
        };
        waiting.add(look);
        look();
      }),
    interrupt: () => (asked.signal.aborted ? insisted : asked).abort(),
  };
}
