import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { expect, onTestFinished, vi } from 'vitest';
import { builtProgram, checkout } from './built-program.ts';

interface Ended {
  readonly exitCode: number;
  /** 0: it ended by itself. */
  readonly signal: number;
}

/** A program in a real terminal of the system, whose screen can be read. */
export interface PtyProgram {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Everything written so far, escape sequences included. */
  output(): string;
  isOnOtherScreen(): boolean;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  kill(signal: string): void;
  /** Takes the terminal away, as closing its window does. */
  hangUp(): void;
  seeText(text: string): Promise<void>;
}

interface PtyOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const SEES_WITHIN_MS = 20_000;

/** `routa …` in a terminal; gone when the test is over. */
export function routaInTerminal(args: readonly string[], options: PtyOptions = {}): PtyProgram {
  const { columns: cols = 80, rows = 24, env = {} } = options;
  const screen = new xterm.Terminal({ cols, rows, allowProposedApi: true });
  const pty = spawn(process.execPath, [builtProgram(), ...args], {
    name: env.TERM ?? 'xterm-256color',
    cols,
    rows,
    cwd: checkout,
    env: { ...process.env, ...env },
  });
  let written = '';
  pty.onData((text) => {
    written += text;
    screen.write(text);
  });
  const ended = new Promise<Ended>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => resolve({ exitCode, signal }));
  });
  onTestFinished(async () => {
    pty.kill('SIGKILL');
    await ended;
    screen.dispose();
  });
  const lines = () => {
    const { active } = screen.buffer;
    const rowsShown = Array.from({ length: screen.rows }, (_, y) => active.getLine(y));
    return rowsShown.map((row) => row?.translateToString(true) ?? '').join('\n');
  };
  return {
    pid: pty.pid,
    ended,
    output: () => written,
    isOnOtherScreen: () => screen.buffer.active.type === 'alternate',
    type: (keys) => pty.write(keys),
    resize: (columns, rowCount) => {
      screen.resize(columns, rowCount);
      pty.resize(columns, rowCount);
    },
    kill: (signal) => pty.kill(signal),
    // Closes the terminal's other end; its declaration leaves that out.
    hangUp: () => (pty as unknown as { destroy(): void }).destroy(),
    seeText: (text) =>
      vi.waitFor(() => expect(lines()).toContain(text), { timeout: SEES_WITHIN_MS }),
  };
}
