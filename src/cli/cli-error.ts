import { EXIT, type ExitCode } from './exit-code.ts';

/** A failure, told to the person in one line: `routa: message; hint`. Nothing if it is empty. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor(exitCode: ExitCode, message: string, hint?: string) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The words on the command line make no sense together. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(EXIT.usage, message, hint);
}

export function failure(message: string, hint?: string): CliError {
  return new CliError(EXIT.failed, message, hint);
}
