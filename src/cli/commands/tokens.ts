import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import { generateTokensCommand } from './tokens/generate.ts';
import { inspectTokenCommand } from './tokens/inspect.ts';
import { listTokensCommand } from './tokens/list.ts';
import { pruneTokensCommand } from './tokens/prune.ts';
import { revokeTokensCommand } from './tokens/revoke.ts';

export function tokensCommand(context: Context): CliCommand {
  return new CliCommand('tokens')
    .addCommand(generateTokensCommand(context))
    .addCommand(listTokensCommand(context))
    .addCommand(inspectTokenCommand(context))
    .addCommand(revokeTokensCommand(context))
    .addCommand(pruneTokensCommand(context));
}
