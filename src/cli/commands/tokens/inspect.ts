import { createHash } from 'node:crypto';
import { CliCommand } from '../../cli-command.ts';
import { failure, usageError } from '../../cli-error.ts';
import { tokenColumns } from '../../columns/token-columns.ts';
import type { Context } from '../../context.ts';
import { readText } from '../../input/read-text.ts';
import { parseTokenId } from '../../options/identity.ts';
import { type JsonOption, printRecord } from '../../output/print.ts';
import { checkToken } from '../../target/read-token.ts';
import { type TargetOptions, withUrl } from '../../target/target-options.ts';
import { withTokens } from '../../target/with-tokens.ts';

interface InspectTokenOptions extends TargetOptions, JsonOption {
  /** Here the token that is asked about, not one's own. */
  readonly tokenFile?: string;
}

export function inspectTokenCommand(context: Context): CliCommand {
  const command = new CliCommand('inspect')
    .description('Show whose a token is and how long it lives')
    .argument('[token-id]', 'as in lists; without it the token itself is read', parseTokenId)
    .option('--token-file <file>', 'the file with the token (default: stdin)')
    .option('--json', 'one JSON object');
  return withUrl(command)
    .examples(
      ['routa tokens inspect 3f9a2c41d07b', 'a token of a list'],
      ['routa tokens inspect < token.txt', 'a token that somebody sent; never as an argument'],
    )
    .action((id: string | undefined, options: InspectTokenOptions) =>
      runInspectToken(id, options, context),
    );
}

async function runInspectToken(
  id: string | undefined,
  { tokenFile, ...options }: InspectTokenOptions,
  context: Context,
): Promise<void> {
  if (id !== undefined && tokenFile !== undefined) {
    throw usageError('a token id and --token-file name two tokens', 'use one of them');
  }
  const tokenId = id ?? (await readTokenId(tokenFile, context));
  const tokens = await withTokens({ ...options, create: false }, context, (port) =>
    port.list({ token_id: tokenId }, 2),
  );
  const [token] = tokens;
  if (token === undefined) throw failure('there is no such token', 'see: routa tokens list');
  if (tokens.length > 1) throw failure(`${tokenId} begins several tokens`, 'write more of it');
  await printRecord(token, tokenColumns(context.clock.now()), options, context);
}

/** A token's id is its SHA-256: the daemon is asked without being told the secret. */
async function readTokenId(file: string | undefined, context: Context): Promise<string> {
  if (file === undefined && context.stdin.isTTY === true) {
    throw usageError('the token is not named', 'name its id, or write the token to stdin');
  }
  const text = await readText(file ?? '-', context);
  const token = checkToken(text, file ?? 'stdin');
  return createHash('sha256').update(token).digest('hex');
}
