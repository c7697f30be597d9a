import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import type { Size } from '../layout.ts';

/** A terminal without a window: what is written to `stdout` ends up in cells that can be read. */
export interface TestTerminal {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  /** Everything written so far, escape sequences included. */
  output(): string;
  /** The rows on the screen, without blanks at their ends. */
  lines(): readonly string[];
  /** Each cell with its colours and attributes, for comparing two screens. */
  cells(): readonly string[];
  isDimmed(row: number): boolean;
  isOnOtherScreen(): boolean;
  isRaw(): boolean;
  type(keys: string): void;
  resize(size: Size): void;
  close(): void;
}

export function openTestTerminal(size: Size): TestTerminal {
  const screen = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    // As a terminal's driver does also in raw mode.
    convertEol: true,
    allowProposedApi: true,
  });
  let written = '';
  let raw = false;
  const sink = new Writable({
    write: (chunk: Buffer, _, done) => {
      written += chunk.toString();
      screen.write(chunk, done);
    },
  });
  const stdout = Object.assign(sink, { isTTY: true, ...size, hasColors: () => true });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      raw = mode;
    },
    ref: () => {},
    unref: () => {},
  });
  return {
    // They have what the dashboard uses of a terminal's streams.
    stdout: stdout as unknown as NodeJS.WriteStream,
    stdin: stdin as unknown as NodeJS.ReadStream,
    output: () => written,
    lines: () => rowsOf(screen).map((row) => row.translateToString().trimEnd()),
    cells: () => rowsOf(screen).map((row) => cellsOf(row, screen.cols)),
    isDimmed: (row) => rowsOf(screen)[row]?.getCell(0)?.isDim() !== 0,
    isOnOtherScreen: () => screen.buffer.active.type === 'alternate',
    isRaw: () => raw,
    type: (keys) => stdin.write(keys),
    resize: ({ columns, rows }) => {
      screen.resize(columns, rows);
      Object.assign(stdout, { columns, rows });
      stdout.emit('resize');
    },
    close: () => screen.dispose(),
  };
}

function rowsOf(screen: xterm.Terminal): xterm.IBufferLine[] {
  const { active } = screen.buffer;
  const rows = Array.from({ length: screen.rows }, (_, y) => active.getLine(active.baseY + y));
  return rows.filter((row) => row !== undefined);
}

function cellsOf(row: xterm.IBufferLine, columns: number): string {
  const cells = Array.from({ length: columns }, (_, x) => {
    const cell = row.getCell(x);
    if (cell === undefined) return '';
    const style = [cell.getFgColor(), cell.isBold(), cell.isDim(), cell.isInverse()].map(Number);
    return `${cell.getChars() || ' '}${style.join(',')}`;
  });
  return cells.join('|');
}
