import type { OperationAnswer } from '../../protocol/index.ts';
import { CliCommand } from '../cli-command.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { Column } from '../output/column.ts';
import { renderJson } from '../output/json.ts';
import { type JsonOption, printRecord } from '../output/print.ts';
import { canSpin, openSpinner, type Spinner } from '../output/spinner.ts';
import { formatDuration } from '../output/time.ts';
import { untilGone } from '../stop/until-gone.ts';
import { askApi } from '../target/api.ts';
import { resolveOwnTarget, type SocketTarget } from '../target/resolve-target.ts';
import { type TargetOptions, withDataDirectory } from '../target/target-options.ts';

interface StopOptions extends Pick<TargetOptions, 'data' | 'config'>, JsonOption {
  readonly now?: boolean;
}

type Stopping = OperationAnswer<'stopDaemon'>;

/** What is printed in the end. */
interface Stopped {
  readonly stopped: true;
  readonly pid: number;
  /** How many were connected when it was asked. */
  readonly connections: number;
  readonly took_ms: number;
}

const COLUMNS: readonly Column<Stopped>[] = [
  { title: 'stopped', value: (row) => `process ${row.pid}`, plain: (row) => row.pid },
  { title: 'connections', value: (row) => row.connections },
  { title: 'after', value: (row) => formatDuration(row.took_ms), plain: (row) => row.took_ms },
];

export function stopCommand(context: Context): CliCommand {
  const command = new CliCommand('stop')
    .option('--now', 'do not spread the goodbyes over time; also for a stop that has begun')
    .option('--json', 'one JSON object: {"stopped":true,"pid":…,"connections":…,"took_ms":…}');
  return withDataDirectory(command)
    .examples(
      ['routa stop', 'and wait until everybody was told and the process is gone'],
      ['routa stop --now --data ./data', 'within about a second'],
    )
    .action((options: StopOptions) => runStop(options, context));
}

async function runStop(options: StopOptions, context: Context): Promise<void> {
  const target = await resolveOwnTarget(options, context);
  const { clock, stdout } = context;
  const beganAtMs = clock.monotonic();
  const spinner = canSpin(context) ? await openSpinner(context) : null;
  try {
    const { pid, connections } = await stop(target, options, spinner, context);
    spinner?.clear();
    const tookMs = Math.round(clock.monotonic() - beganAtMs);
    const stopped: Stopped = { stopped: true, pid, connections, took_ms: tookMs };
    if (options.json) stdout.write(renderJson([stopped]));
    else await printRecord(stopped, COLUMNS, {}, context);
  } finally {
    spinner?.clear();
  }
}

function stop(
  target: SocketTarget,
  { now = false }: StopOptions,
  spinner: Spinner | null,
  { stderr, clock }: Context,
): Promise<Stopping> {
  const asked = askApi(target, async (api) => {
    const stopping = await api.call('stopDaemon', { body: { at_once: now } });
    if (spinner === null) stderr.write(`${describe(stopping, now)}\n`);
    const onProgress = (left: number) => spinner?.show(`${counted(left)} left`);
    await untilGone({ api, pid: stopping.pid, clock, onProgress });
    return stopping;
  });
  return asked.catch((error: unknown) => {
    throw isAbsence(error) ? nothingToStop(target) : error;
  });
}

/** The hint to start one would be odd here. */
function isAbsence(error: unknown): boolean {
  return error instanceof CliError && error.exitCode === EXIT.unreachable;
}

function nothingToStop({ data, path }: SocketTarget): CliError {
  return new CliError(EXIT.unreachable, `no daemon runs in ${data}`, `nobody answers at ${path}`);
}

function describe({ connections, window_ms: windowMs }: Stopping, now: boolean): string {
  const isSpread = connections > 0 && !now && windowMs >= 1_000;
  const pace = isSpread ? ` over at most ${formatDuration(windowMs)}` : '';
  return `${counted(connections)} to close${pace}`;
}

function counted(connections: number): string {
  return connections === 1 ? '1 connection' : `${connections} connections`;
}
