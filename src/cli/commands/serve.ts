import { CliCommand } from '../cli-command.ts';
import type { Context, Source } from '../context.ts';
import { renderJson } from '../output/json.ts';
import { programVersion } from '../program-version.ts';
import { withDataDirectory } from '../target/target-options.ts';

interface ServeOptions {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly config?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly origin?: readonly string[];
  readonly logLevel?: string;
  readonly logFormat?: string;
  readonly exitWithStdin?: boolean;
  readonly json?: boolean;
}

/** Values stay texts here: the configuration declares what each may be. */
export function serveCommand(context: Context): CliCommand {
  const command = new CliCommand('serve')
    .option('--host <address>', 'address to listen on (env: ROUTA_HOST; default: 127.0.0.1)')
    .option('--port <port>', 'port, 0 is any free one (env: ROUTA_PORT; default: 8282)')
    .option('--tls-cert <file>', 'certificate and its chain, in PEM (env: ROUTA_TLS_CERT)')
    .option('--tls-key <file>', 'its private key, in PEM (env: ROUTA_TLS_KEY)')
    .option('--origin <origin...>', 'allow pages of https://*.example.com (env: ROUTA_ORIGINS)')
    .option('--log-level <level>', 'debug, info, warn, error or silent (env: ROUTA_LOG_LEVEL)')
    .option('--log-format <format>', 'pretty or json, on stderr (env: ROUTA_LOG_FORMAT)')
    .option('--json', 'begin with one line {"ready":true,"url":…,"data":…,"pid":…}');
  // For daemons of other programs' own: they end with their parent, however that ends.
  command.addOption(command.createOption('--exit-with-stdin').hideHelp());
  return withDataDirectory(command)
    .examples(
      ['routa serve', "listen on 127.0.0.1:8282, with the data in the user's data directory"],
      ['routa serve --data ./data --port 0 --json', 'on any free port, told on the first line'],
      ['routa serve --host 0.0.0.0 --tls-cert c.pem --tls-key k.pem', 'wss:// without a proxy'],
    )
    .action((options: ServeOptions) => runServe(options, context));
}

async function runServe(options: ServeOptions, context: Context): Promise<void> {
  const { loadConfig } = await import('../../daemon/config/load-config.ts');
  const { start } = await import('../../daemon/start.ts');
  const sources = { flags: flagsOf(options), env: context.env, file: options.config };
  const readConfig = () => loadConfig(sources).config;
  const daemon = await start(readConfig(), { version: programVersion(), readConfig });
  // Not before: while it opens, perhaps on a disk that hangs, a signal just ends the process.
  const { asked, insisted } = context.interrupted({ onReload: () => daemon.reload() });
  context.stdout.write(options.json ? readyJson(daemon, context) : readyText(daemon));
  const stopped = untilStopped(asked, options.exitWithStdin ? context.stdin : undefined);
  const fault = await Promise.race([stopped, daemon.stopAsked, daemon.failed]);
  // A parent that lives on keeps its end open, and a process does not end while it reads.
  if (options.exitWithStdin) context.stdin.destroy?.();
  // After the operator has asked over the socket, the first signal is the second time already.
  const impatient = asked.aborted ? insisted : AbortSignal.any([asked, insisted]);
  impatient.addEventListener('abort', () => void daemon.close({ atOnce: true }), { once: true });
  await daemon.close({ atOnce: impatient.aborted || fault !== undefined });
  // A supervisor sees that this was no stop that somebody asked for.
  if (fault !== undefined) throw fault;
}

function flagsOf({ host, port, data, ...options }: ServeOptions) {
  const { tlsCert, tlsKey, origin, logLevel, logFormat } = options;
  const tls = { tls_cert: tlsCert, tls_key: tlsKey };
  return { host, port, data, ...tls, origins: origin, log_level: logLevel, log_format: logFormat };
}

interface Ready {
  readonly url: string;
  readonly data: string;
}

/** Programs read this line; its keys have a fixed order. */
function readyJson({ url, data }: Ready, { pid }: Context): string {
  return renderJson([{ ready: true, url, data, pid }]);
}

function readyText({ url, data }: Ready): string {
  return `routa listens at ${url}, data in ${data}\n`;
}

function untilStopped(interrupted: AbortSignal, stdin: Source | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  interrupted.addEventListener('abort', () => resolve(), { once: true });
  if (interrupted.aborted) resolve();
  if (stdin !== undefined) drain(stdin).then(resolve, () => resolve());
  return promise;
}

async function drain(stdin: Source): Promise<void> {
  for await (const _chunk of stdin);
}
