import path from 'node:path';
import { CliCommand } from '../cli-command.ts';
import { usageError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import type { Column } from '../output/column.ts';
import { type JsonOption, printRecord } from '../output/print.ts';
import { spinWhile } from '../output/spinner.ts';
import { loadConfiguration } from '../target/load-configuration.ts';
import { type TargetOptions, withDataDirectory } from '../target/target-options.ts';

type RestoreOptions = Pick<TargetOptions, 'data' | 'config'> &
  JsonOption & { readonly adopt?: boolean };

interface Restored {
  readonly data: string;
  readonly backup: string | null;
  readonly replaced: string | null;
  readonly old_epoch: string | null;
  readonly epoch: string;
  readonly bookings: number;
  readonly users: number;
}

const COLUMNS: readonly Column<Restored>[] = [
  { title: 'Data', value: (row) => row.data },
  { title: 'Backup', value: (row) => row.backup },
  { title: 'Replaced', value: (row) => row.replaced },
  { title: 'Old epoch', value: (row) => row.old_epoch },
  { title: 'Epoch', value: (row) => row.epoch },
  { title: 'Bookings', value: (row) => row.bookings },
  { title: 'Users', value: (row) => row.users },
];

export function restoreCommand(context: Context): CliCommand {
  const command = new CliCommand('restore')
    .argument('[file]', 'a backup; what is in its place is kept aside')
    .option('--adopt', 'the data in place are a copy: give them a new epoch')
    .option('--json', 'one JSON object: {"data":…,"replaced":…,"old_epoch":…,"epoch":…,…}');
  return withDataDirectory(command)
    .examples(
      ['routa restore /var/backups/routa/routa-20260131T180000Z.db', 'a backup of routa backup'],
      ['routa restore --adopt', 'after cp, rsync or a snapshot has brought the data back'],
    )
    .action((file: string | undefined, options: RestoreOptions) =>
      runRestore(file, options, context),
    );
}

async function runRestore(
  given: string | undefined,
  options: RestoreOptions,
  context: Context,
): Promise<void> {
  const backup = given === undefined ? null : path.resolve(context.cwd, given);
  if (backup === null && options.adopt !== true) {
    throw usageError(
      'there is nothing to restore',
      'name a backup, or use --adopt for data that are in place',
    );
  }
  const { data } = await loadConfiguration(options, context);
  const report = await spinWhile(context, `restoring ${data}`, () => bringBack(data, backup));
  await printRecord({ data, backup, ...report }, COLUMNS, options, context);
  const { stderr } = context;
  stderr.write('clients start from a snapshot; tokens that were revoked since the copy was made\n');
  stderr.write('are valid again, and those that were issued since are gone\n');
}

async function bringBack(
  data: string,
  backup: string | null,
): Promise<Omit<Restored, 'data' | 'backup'>> {
  const { adopt, restore } = await import('../../daemon/copies.ts');
  const { replaced, oldEpoch, ...others } =
    backup === null ? await adopt(data) : await restore(data, backup);
  return { replaced, old_epoch: oldEpoch, ...others };
}
