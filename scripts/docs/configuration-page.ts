import { type NamedKey, namedKeys } from '../../src/daemon/config/key-names.ts';
import { code, GENERATED, page, table } from './markdown.ts';

const INTRODUCTION = `\
A key is looked up in this order: flag of \`routa serve\`, environment, file, default. The file is
the one given with \`--config\` (or \`ROUTA_CONFIG\`), else \`routa.toml\` in the data directory,
if there is one. An unknown key is an error that names the nearest one, and so is a \`ROUTA_\`
variable that nobody knows. Flags exist for \`--host\`, \`--port\`, \`--data\`,
\`--tls-cert\`, \`--tls-key\`, \`--origin\` (many),
\`--log-level\` and \`--log-format\`; every key has a variable.

The file is read again, without a restart, with \`routa reload\` or at SIGHUP; flags and
variables stay what they were at the start, and still come before it. Where it cannot be used,
nothing changes and one line says why. Keys marked *restart* change with the next start only, and
are named when that is so. All else holds at once and for everybody, open sessions included;
they are not told anew what \`authenticated\` told them of heartbeat and limits.

Without \`data\`, the data is in \`routa\` in the user's data directory: \`$XDG_DATA_HOME\` or
\`~/.local/share\` on Linux, \`~/Library/Application Support\` on macOS, \`%LOCALAPPDATA%\` on
Windows.

\`ROUTA_URL\`, \`ROUTA_TOKEN\` and \`ROUTA_TOKEN_FILE\` belong to the other commands and say which
daemon they talk to.`;

const EXAMPLE = `\
\`\`\`toml
port = 8282
origins = ["https://dispatch.example"]

[limits]
sessions_per_user_max = 10

[bookings]
assign_timeout_ms = 45000
\`\`\``;

export function configurationPage(): string {
  const keys = namedKeys().filter(({ key }) => !key.hidden);
  const groups = Map.groupBy(keys, ({ path }) => (path.length === 1 ? '' : (path[0] ?? '')));
  return page(
    GENERATED('src/daemon/config'),
    '# Configuration',
    INTRODUCTION,
    EXAMPLE,
    ...[...groups].flatMap(([group, members]) => [
      group === '' ? '## At the top' : `## \`[${group}]\``,
      keyTable(members),
    ]),
  );
}

function keyTable(keys: readonly NamedKey[]): string {
  const rows = keys.map(({ name, variable, key }) => [
    code(name.split('.').at(-1)),
    defaultText(key.default, key.unit),
    key.allowed,
    key.reloadable ? 'reload' : '*restart*',
    `${key.help} ${code(variable)}`,
  ]);
  return table(['key', 'default', 'allowed', 'changes at', 'what it does, and its variable'], rows);
}

function defaultText(value: unknown, unit: string | null): string {
  if (value === '') return 'see above';
  if (typeof value === 'boolean') return value ? code('on') : code('off');
  const text = code(Array.isArray(value) ? JSON.stringify(value) : value);
  return unit === null ? text : `${text} ${unit}`;
}
