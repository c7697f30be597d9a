import { CliCommand } from './cli-command.ts';
import { bookingsCommand } from './commands/bookings.ts';
import { connectionsCommand } from './commands/connections.ts';
import { driversCommand } from './commands/drivers.ts';
import { monitorCommand } from './commands/monitor.ts';
import { notifyCommand } from './commands/notify.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { statusCommand } from './commands/status.ts';
import { tailCommand } from './commands/tail.ts';
import { tokensCommand } from './commands/tokens.ts';
import type { Context } from './context.ts';
import { programVersion } from './program-version.ts';

/**
 * The whole command line. Building it loads commander and the light files of this room only: a
 * command imports its room when it runs.
 */
export function createProgram(context: Context): CliCommand {
  const program = new CliCommand('routa')
    .description('Real-time dispatch: live bookings and driver positions over WebSocket')
    .usage('COMMAND [options]')
    .version(programVersion(), '--version', 'print the version');
  program
    .commandsGroup('Run:')
    .addCommand(serveCommand(context))
    .addCommand(simulateCommand(context));
  program
    .commandsGroup('Watch:')
    .addCommand(monitorCommand(context))
    .addCommand(statusCommand(context))
    .addCommand(tailCommand(context));
  program
    .commandsGroup('Dispatch:')
    .addCommand(bookingsCommand(context))
    .addCommand(driversCommand(context))
    .addCommand(notifyCommand(context));
  program
    .commandsGroup('Access:')
    .addCommand(tokensCommand(context))
    .addCommand(connectionsCommand(context));
  program.commandsGroup('Help:').helpCommand('help [command]', 'Show the help of a command');
  return program.settle(context);
}
