import { PROTOCOL_LIMITS } from '../../protocol/index.ts';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { readText } from '../input/read-text.ts';

/**
 * The token that the person has, never from an argument: those are seen in the list of processes.
 * A flag over the environment; undefined when there is none.
 */
export async function readToken(
  tokenFile: string | undefined,
  context: Context,
): Promise<string | undefined> {
  const { ROUTA_TOKEN: token, ROUTA_TOKEN_FILE: fileOfEnv } = context.env;
  const file = tokenFile ?? (token ? undefined : fileOfEnv);
  if (file) return checkToken(await readText(file, context), file === '-' ? 'stdin' : file);
  return token ? checkToken(token, 'ROUTA_TOKEN') : undefined;
}

/** The token itself never goes into a message. */
export function checkToken(text: string, place: string): string {
  const token = text.trim();
  if (token === '') throw usageError(`${place}: there is no token in it`);
  if (/\s/.test(token)) throw usageError(`${place}: there is more than one token in it`);
  if (token.length <= PROTOCOL_LIMITS.tokenLengthMax) return token;
  throw usageError(`${place}: this is too long for a token`);
}
