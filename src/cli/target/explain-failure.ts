import { CliError } from '../cli-error.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { nameFlags } from './name-flags.ts';
import type { Target } from './resolve-target.ts';

/** What the library rejects with: a code of the protocol, or one of its own. */
interface ClientFault extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * Turns a refusal into a line with a remedy; anything else stays what it is. Without a `target` it
 * was a daemon that the program had started for itself.
 */
export function explainFailure(error: unknown, target: Target | undefined): unknown {
  if (!isClientFault(error)) return error;
  if (error.code === 'unreachable' && target !== undefined) return explainAbsence(target);
  return new CliError(exitCodeOf(error.code), nameFlags(error.message), hintFor(error, target));
}

function isClientFault(error: unknown): error is ClientFault {
  return error instanceof Error && error.name === 'ClientError' && 'code' in error;
}

function explainAbsence(target: Target): CliError {
  if (target.kind === 'url') {
    return new CliError(EXIT.unreachable, `no daemon answers at ${target.url}`, 'check --url');
  }
  return new CliError(
    EXIT.unreachable,
    `no daemon answers at ${target.path}`,
    `start one with: routa serve --data ${target.data}`,
  );
}

function exitCodeOf(code: string): ExitCode {
  switch (code) {
    case 'unreachable':
    case 'timeout':
      return EXIT.unreachable;
    case 'not_authenticated':
    case 'invalid_token':
    case 'token_expired':
    case 'token_revoked':
    case 'locked_out':
    case 'not_allowed':
      return EXIT.notAllowed;
    case 'invalid_message':
    case 'invalid_url':
      return EXIT.usage;
    default:
      return EXIT.failed;
  }
}

function hintFor(fault: ClientFault, target: Target | undefined): string | undefined {
  const { hint } = fault.details;
  if (typeof hint === 'string') return hint;
  switch (fault.code) {
    case 'not_authenticated':
    case 'invalid_token':
    case 'token_expired':
    case 'token_revoked':
      return 'get a new one with: routa tokens generate --role admin --user ID';
    case 'not_allowed':
      return target?.kind === 'socket'
        ? 'run it as the user of the daemon, or use --url with a token'
        : 'use the token of an admin';
    case 'invalid_answer':
      return 'check --url: another program may be there';
    default:
      return fault.retryAfterMs === undefined
        ? undefined
        : `try again in ${Math.ceil(fault.retryAfterMs / 1_000)} s`;
  }
}
