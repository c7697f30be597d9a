import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import { kickConnectionsCommand } from './connections/kick.ts';
import { listConnectionsCommand } from './connections/list.ts';

export function connectionsCommand(context: Context): CliCommand {
  return new CliCommand('connections')
    .addCommand(listConnectionsCommand(context))
    .addCommand(kickConnectionsCommand(context));
}
