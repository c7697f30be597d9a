import { readFileSync } from 'node:fs';
import { CliCommand } from './cli-command.ts';
import { serveCommand } from './commands/serve.ts';
import type { Context } from './context.ts';

/**
 * The whole command line. Building it loads commander and the light files of this room only: a
 * command imports its room when it runs.
 */
export function createProgram(context: Context): CliCommand {
  const program = new CliCommand('routa')
    .description('Real-time dispatch: live bookings and driver positions over WebSocket')
    .version(version(), '--version', 'print the version');
  program.commandsGroup('Run:').addCommand(serveCommand(context));
  program.commandsGroup('Help:').helpCommand('help [command]', 'Show the help of a command');
  return program.settle(context);
}

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return version;
}
