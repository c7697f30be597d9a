import { statSync } from 'node:fs';
import path from 'node:path';
import { formatBytes } from '../../text/figures.ts';
import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import type { Column } from '../output/column.ts';
import { type JsonOption, printRecord } from '../output/print.ts';
import { spinWhile } from '../output/spinner.ts';
import { loadConfiguration } from '../target/load-configuration.ts';
import { type TargetOptions, withDataDirectory } from '../target/target-options.ts';

type BackupOptions = Pick<TargetOptions, 'data' | 'config'> & JsonOption;

interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly duration_ms: number;
  readonly bookings: number;
  readonly users: number;
}

const COLUMNS: readonly Column<Backup>[] = [
  { title: 'File', value: (row) => row.file },
  { title: 'Size', value: (row) => formatBytes(row.bytes), plain: (row) => row.bytes },
  {
    title: 'Took',
    value: (row) => `${(row.duration_ms / 1_000).toFixed(1)} s`,
    plain: (row) => row.duration_ms,
  },
  { title: 'Bookings', value: (row) => row.bookings },
  { title: 'Users', value: (row) => row.users },
];

export function backupCommand(context: Context): CliCommand {
  const command = new CliCommand('backup')
    .argument('[file]', 'a new file, or a directory for one (default: here; named by the time)')
    .option(
      '--json',
      'one JSON object: {"file":…,"bytes":…,"duration_ms":…,"bookings":…,"users":…}',
    );
  return withDataDirectory(command)
    .examples(
      ['routa backup /var/backups/routa', 'into that directory, as routa-20260131T180000Z.db'],
      ['routa backup before-the-move.db --data ./data', 'into a file of this name'],
    )
    .action((file: string | undefined, options: BackupOptions) =>
      runBackup(file, options, context),
    );
}

async function runBackup(
  given: string | undefined,
  options: BackupOptions,
  context: Context,
): Promise<void> {
  const { data } = await loadConfiguration(options, context);
  const { backUp } = await import('../../daemon/copies.ts');
  const file = chooseFile(given, context);
  const startedMs = context.clock.monotonic();
  const { bytes, ...counts } = await spinWhile(context, `copying ${data}`, () =>
    backUp(data, file),
  );
  const duration_ms = Math.round(context.clock.monotonic() - startedMs);
  await printRecord({ file, bytes, duration_ms, ...counts }, COLUMNS, options, context);
}

/** Two backups within a second are refused, rather than one taking the other's place. */
function chooseFile(given: string | undefined, { clock, cwd }: Context): string {
  const place = path.resolve(cwd, given ?? '');
  const isDirectory = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isDirectory) return place;
  const time = new Date(clock.now()).toISOString().replace(/\.\d+|[-:]/g, '');
  return path.join(place, `routa-${time}.db`);
}
