import { CommanderError } from 'commander';
import { cleanLine } from '../text/clean.ts';
import { CliError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

export interface Failure {
  /** For stderr; empty when there is nothing to say. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** One line with what is wrong and what to do, and the number that scripts rely on. */
export function describeFailure(error: unknown): Failure {
  // Help and version are thrown too, so that nothing runs after them.
  if (error instanceof CommanderError) return silent(EXIT.done);
  if (error instanceof CliError && error.message === '') return silent(error.exitCode);
  if (error instanceof CliError) return line(error.exitCode, error.message, error.hint);
  if (isOperational(error)) {
    const exitCode = error.name === 'ConfigError' ? EXIT.usage : EXIT.failed;
    return line(exitCode, error.message, error.hint);
  }
  return { text: `routa: this is a bug in routa: ${stackOf(error)}\n`, exitCode: EXIT.failed };
}

interface OperationalError extends Error {
  /** Undefined where the message says itself what to do. */
  readonly hint?: string;
}

/** Faults that other rooms foresee carry a hint, or like bad routes say it all; bugs do neither. */
function isOperational(error: unknown): error is OperationalError {
  if (!(error instanceof Error)) return false;
  return 'hint' in error || error.name === 'RouteError';
}

function line(exitCode: ExitCode, message: string, hint: string | undefined): Failure {
  const problem = uncapitalize(cleanLine(message)).replace(/\.$/, '');
  const remedy = hint === undefined ? '' : `; ${uncapitalize(cleanLine(hint)).replace(/\.$/, '')}`;
  return { text: `routa: ${problem}${remedy}\n`, exitCode };
}

function silent(exitCode: ExitCode): Failure {
  return { text: '', exitCode };
}

/** Leaves names such as `ROUTA_PORT` alone. */
function uncapitalize(text: string): string {
  return /^[A-Z][a-z ]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
