import { CliCommand } from './cli-command.ts';
import type { Context } from './context.ts';
import { programVersion } from './program-version.ts';

interface Entry {
  readonly group: string;
  readonly name: string;
  readonly description: string;
  /** A command's file is loaded when it is asked for: help about all others need not wait. */
  readonly load: () => Promise<(context: Context) => CliCommand>;
}

const ENTRIES: readonly Entry[] = [
  {
    group: 'Run:',
    name: 'serve',
    description: 'Run the daemon until SIGTERM or Ctrl-C (twice: at once)',
    load: async () => (await import('./commands/serve.ts')).serveCommand,
  },
  {
    group: 'Run:',
    name: 'reload',
    description: 'Have the daemon read its configuration again, without a restart',
    load: async () => (await import('./commands/reload.ts')).reloadCommand,
  },
  {
    group: 'Run:',
    name: 'stop',
    description: 'Stop the daemon, and wait until it is gone',
    load: async () => (await import('./commands/stop.ts')).stopCommand,
  },
  {
    group: 'Run:',
    name: 'simulate',
    description: 'Play drivers, riders and a dispatcher, and count what arrives',
    load: async () => (await import('./commands/simulate.ts')).simulateCommand,
  },
  {
    group: 'Watch:',
    name: 'monitor',
    description: 'Watch bookings, drivers and rates live, until q or Ctrl-C',
    load: async () => (await import('./commands/monitor.ts')).monitorCommand,
  },
  {
    group: 'Watch:',
    name: 'status',
    description: 'Show how the daemon is doing, and tokens that are about to expire',
    load: async () => (await import('./commands/status.ts')).statusCommand,
  },
  {
    group: 'Watch:',
    name: 'tail',
    description: 'Follow the live log until Ctrl-C',
    load: async () => (await import('./commands/tail.ts')).tailCommand,
  },
  {
    group: 'Dispatch:',
    name: 'bookings',
    description: 'List, create, assign and move bookings',
    load: async () => (await import('./commands/bookings.ts')).bookingsCommand,
  },
  {
    group: 'Dispatch:',
    name: 'drivers',
    description: 'List drivers with their positions',
    load: async () => (await import('./commands/drivers.ts')).driversCommand,
  },
  {
    group: 'Dispatch:',
    name: 'notify',
    description: 'Send a durable message of your own to one user',
    load: async () => (await import('./commands/notify.ts')).notifyCommand,
  },
  {
    group: 'Access:',
    name: 'tokens',
    description: 'Issue, list and revoke tokens, with the daemon up or down',
    load: async () => (await import('./commands/tokens.ts')).tokensCommand,
  },
  {
    group: 'Access:',
    name: 'connections',
    description: 'List and close connections',
    load: async () => (await import('./commands/connections.ts')).connectionsCommand,
  },
  {
    group: 'Data:',
    name: 'backup',
    description: 'Copy the data into one file, with the daemon up or down',
    load: async () => (await import('./commands/backup.ts')).backupCommand,
  },
  {
    group: 'Data:',
    name: 'restore',
    description: 'Put a backup in place, or adopt data that are a copy, with the daemon down',
    load: async () => (await import('./commands/restore.ts')).restoreCommand,
  },
];

/** The command line as far as `args` need it: the others are there by name only. */
export function programFor(args: readonly string[], context: Context): Promise<CliCommand> {
  const named = args.find((arg) => ENTRIES.some(({ name }) => name === arg));
  return createProgram(({ name }) => name === named, context);
}

/** All of it, for the reference and for tests. */
export function wholeProgram(context: Context): Promise<CliCommand> {
  return createProgram(() => true, context);
}

async function createProgram(
  isNeeded: (entry: Entry) => boolean,
  context: Context,
): Promise<CliCommand> {
  const program = new CliCommand('routa')
    .description('Real-time dispatch: live bookings and driver positions over WebSocket')
    .usage('COMMAND [options]')
    .version(programVersion(), '--version', 'print the version');
  for (const entry of ENTRIES) {
    const define = isNeeded(entry) ? await entry.load() : () => new CliCommand(entry.name);
    program.commandsGroup(entry.group);
    program.addCommand(define(context).description(entry.description));
  }
  program.commandsGroup('Help:').helpCommand('help [command]', 'Show the help of a command');
  return program.settle(context);
}
