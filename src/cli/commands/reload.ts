import type { OperationAnswer } from '../../protocol/index.ts';
import { CliCommand } from '../cli-command.ts';
import type { Context } from '../context.ts';
import type { Column } from '../output/column.ts';
import { renderJson } from '../output/json.ts';
import { type JsonOption, printList } from '../output/print.ts';
import { askApi } from '../target/api.ts';
import { resolveOwnTarget } from '../target/resolve-target.ts';
import { type TargetOptions, withDataDirectory } from '../target/target-options.ts';

type ReloadOptions = Pick<TargetOptions, 'data' | 'config'> & JsonOption;
type Changes = OperationAnswer<'reloadDaemon'>;

interface Row {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly when: 'now' | 'restart';
}

const COLUMNS: readonly Column<Row>[] = [
  { title: 'Key', value: (row) => row.key },
  { title: 'From', value: (row) => row.from },
  { title: 'To', value: (row) => row.to },
  {
    title: 'Holds',
    value: (row) => (row.when === 'now' ? 'now' : 'after a restart'),
    plain: (row) => row.when,
    tone: (row) => (row.when === 'now' ? 'good' : 'busy'),
  },
];

export function reloadCommand(context: Context): CliCommand {
  const command = new CliCommand('reload').option(
    '--json',
    'one JSON object: {"changed":[{"key":…,"from":…,"to":…}],"needs_restart":[…]}',
  );
  return withDataDirectory(command)
    .examples(
      ['routa reload', 'after a change in routa.toml; nobody is disconnected'],
      ['routa reload --json', 'for a program; exit code 2 where the file cannot be used'],
    )
    .action((options: ReloadOptions) => runReload(options, context));
}

async function runReload(options: ReloadOptions, context: Context): Promise<void> {
  const target = await resolveOwnTarget(options, context);
  const changes = await askApi(target, (api) => api.call('reloadDaemon', { body: {} }));
  if (options.json) context.stdout.write(renderJson([changes]));
  else await printList(rowsOf(changes), COLUMNS, { empty: 'Nothing has changed.' }, context);
}

function rowsOf({ changed, needs_restart: needsRestart }: Changes): readonly Row[] {
  const rowOf = (when: Row['when']) => (change: Changes['changed'][number]) => ({
    key: change.key,
    from: valueText(change.from),
    to: valueText(change.to),
    when,
  });
  return [...changed.map(rowOf('now')), ...needsRestart.map(rowOf('restart'))];
}

/** As it would stand in `routa.toml`, but for the quotes. */
function valueText(value: Changes['changed'][number]['to']): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
