import { type DestinationStream, destination as openDestination, pino } from 'pino';
import type { Log } from '../services.ts';
import { REDACTED_PATHS, redactTokens } from './redact.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `auto`: pretty on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'pretty' | 'json';
  /** Where lines go; stderr by default, because stdout is for data. */
  readonly destination?: DestinationStream;
  /** Whether somebody reads it on a terminal; by default, whether stderr is one. */
  readonly isTerminal?: boolean;
}

/** A log whose level can change; children that were made before keep theirs. */
export interface LeveledLog extends Log {
  level: string;
}

const STDERR = 2;
/** Kept for the case that it can be written later. */
const UNWRITTEN_BYTES_MAX = 1_048_576;

/** Writes synchronously: the last line before a crash is the one that matters. */
export async function createLog(options: LogOptions): Promise<LeveledLog> {
  const { level, format, isTerminal = process.stderr.isTTY === true } = options;
  const destination = options.destination ?? openStderr();
  const isPretty = format === 'pretty' || (format === 'auto' && isTerminal);
  const colorize = isTerminal && !process.env.NO_COLOR;
  const log: LeveledLog = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: '…' },
      hooks: { streamWrite: redactTokens },
    },
    isPretty ? await prettyStream(destination, colorize) : destination,
  );
  return log;
}

/**
 * Where nothing can be written, because the terminal was closed or the disk is full, lines are lost
 * and the daemon goes on.
 */
function openStderr(): DestinationStream {
  const stderr = openDestination({ fd: STDERR, sync: true, maxLength: UNWRITTEN_BYTES_MAX });
  return stderr.on('error', () => {});
}

/**
 * Loaded only for people: a daemon under a supervisor writes JSON and need not pay for it. Of
 * pino-pretty only the formatter is used, because its stream writes later.
 */
async function prettyStream(
  destination: DestinationStream,
  colorize: boolean,
): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({
    colorize,
    translateTime: 'SYS:HH:MM:ss.l',
    singleLine: true,
  });
  return { write: (line) => destination.write(format(line)) };
}
