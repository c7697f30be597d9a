import type { Argument, Option } from 'commander';
import type { CliCommand } from '../../src/cli/cli-command.ts';
import { processContext } from '../../src/cli/context.ts';
import { wholeProgram } from '../../src/cli/program.ts';
import { code, GENERATED, page, table } from './markdown.ts';

const INTRODUCTION = `\
In a checkout \`npx routa …\`, installed \`routa …\`. Every command has \`--help\` with examples.

Flags come before \`ROUTA_*\` variables, those before \`routa.toml\`, and that before the defaults
([configuration](configuration.md)). Data goes to stdout and talk to stderr. On a terminal
data is a table; in a pipe it is lines with tabs between cells, nothing shortened, times as
RFC 3339 in UTC. \`--json\` writes JSON objects, one a line, for lists too. \`NO_COLOR\` switches
colours off; without a terminal there are none.`;

const EXIT_CODES = table(
  ['exit code', 'meaning'],
  [
    ['0', 'done'],
    ['1', 'failed; stderr says why'],
    ['2', 'usage: wrong words on the command line or in the configuration'],
    ['3', 'no daemon answers'],
    ['4', 'not allowed: the token, or the permission to open the socket'],
    ['130', 'Ctrl-C on the dashboard'],
  ],
);

const FINDING = `\
Commands find the daemon of this machine by its data directory: \`--data\` as for
\`routa serve\`, where its socket \`routa.sock\` is. Whoever may open that socket is the operator
and needs no token. A daemon elsewhere is named by \`--url\`, with the token of an admin in
\`ROUTA_TOKEN\` or a file; tokens are never arguments, because others see those.`;

const DAEMON_GROUP = 'Daemon:';

export async function cliPage(): Promise<string> {
  const program = await wholeProgram(processContext());
  const verbs = leaves(program);
  const daemonOptions = verbs.map(daemonOptionsOf).reduce(longest, []);
  return page(
    GENERATED('src/cli'),
    '# Command line',
    INTRODUCTION,
    EXIT_CODES,
    '## Which daemon',
    FINDING,
    optionTable(daemonOptions),
    ...verbs.flatMap(section),
  );
}

function leaves(command: CliCommand): readonly CliCommand[] {
  return command.children.length === 0 ? [command] : command.children.flatMap(leaves);
}

function daemonOptionsOf({ options }: CliCommand): readonly Option[] {
  return options.filter((option) => option.helpGroupHeading === DAEMON_GROUP);
}

function longest(one: readonly Option[], other: readonly Option[]): readonly Option[] {
  return other.length > one.length ? other : one;
}

function section(command: CliCommand): readonly string[] {
  const own = command.options.filter(
    ({ hidden, helpGroupHeading }) => !hidden && helpGroupHeading !== DAEMON_GROUP,
  );
  const daemon = daemonOptionsOf(command).map(({ long }) => code(long));
  return [
    `## ${command.pathName}`,
    `${command.description()}.`,
    code(`${command.pathName} ${command.usage()}`),
    ...(command.registeredArguments.length > 0 ? [argumentTable(command.registeredArguments)] : []),
    ...(own.length > 0 ? [optionTable(own)] : []),
    `[Which daemon](#which-daemon): ${daemon.join(', ')}.`,
    examples(command),
  ];
}

function argumentTable(given: readonly Argument[]): string {
  const rows = given.map((each) => [
    code(each.name()),
    each.required ? 'yes' : '',
    each.description,
  ]);
  return table(['argument', 'needed', 'meaning'], rows);
}

function optionTable(options: readonly Option[]): string {
  const rows = options.map(({ flags, description, mandatory, defaultValue }) => [
    code(flags),
    mandatory ? 'yes' : '',
    defaultValue === undefined ? description : `${description} (default: ${defaultValue})`,
  ]);
  return table(['option', 'needed', 'meaning'], rows);
}

function examples({ exampleList }: CliCommand): string {
  const lines = exampleList.map(([line, purpose]) => `# ${purpose}\n${line}`);
  return `\`\`\`sh\n${lines.join('\n')}\n\`\`\``;
}
