import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import { listDriversCommand } from './drivers/list.ts';

export function driversCommand(context: Context): CliCommand {
  return new CliCommand('drivers').addCommand(listDriversCommand(context));
}
