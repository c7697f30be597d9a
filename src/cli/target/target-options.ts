import type { CliCommand } from '../cli-command.ts';

/** Which daemon a command talks to. */
export interface TargetOptions {
  readonly data?: string;
  readonly config?: string;
  readonly url?: string;
  readonly tokenFile?: string;
}

/** For every command that talks to a daemon. */
export function withTarget(command: CliCommand): CliCommand {
  return withUrl(command).option('--token-file <file>', 'the token for --url, - is stdin');
}

export function withUrl(command: CliCommand): CliCommand {
  return withDataDirectory(command).option(
    '--url <url>',
    'a daemon elsewhere, with the token of an admin (env: ROUTA_URL, ROUTA_TOKEN)',
  );
}

/** For commands on the machine of the data. */
export function withDataDirectory(command: CliCommand): CliCommand {
  return command
    .optionsGroup('Daemon:')
    .option('--data <dir>', "data directory of the daemon (env: ROUTA_DATA; default: the user's)")
    .option('--config <file>', 'configuration file (env: ROUTA_CONFIG; default: DATA/routa.toml)');
}
