import { Command, CommanderError } from 'commander';
import { usageError } from './cli-error.ts';
import type { Context } from './context.ts';
import { tidyProblem } from './tidy-problem.ts';

const HELP_COLUMNS_MAX = 100;
const HELP_COLUMNS_DEFAULT = 80;

/** A line of the shell and what it is for. */
export type Example = readonly [line: string, purpose: string];

/** commander's command with this program's manners. */
export class CliCommand extends Command {
  private readonly shown: Example[] = [];

  constructor(name?: string) {
    super(name);
    this.helpOption('-h, --help', 'show this help').helpCommand(false);
  }

  /** Shown in the help and in the reference. */
  examples(...examples: readonly Example[]): this {
    this.shown.push(...examples);
    const lines = examples.map(([line, purpose]) => `  # ${purpose}\n  $ ${line}`);
    return this.addHelpText('after', `\n${['Examples:', ...lines].join('\n')}`);
  }

  get exampleList(): readonly Example[] {
    return this.shown;
  }

  /** commander's type for the commands below says less than what was added. */
  get children(): readonly CliCommand[] {
    return this.commands.filter((command) => command instanceof CliCommand);
  }

  override createCommand(name?: string): CliCommand {
    return new CliCommand(name);
  }

  /** A group without a verb shows what it can do, as an answer; commander calls it an error. */
  override help(): never {
    const [, unknown] = this.args;
    if (unknown !== undefined)
      throw usageError(`unknown command '${unknown}'`, 'see: routa --help');
    this.outputHelp();
    throw new CommanderError(0, 'commander.help', '(outputHelp)');
  }

  /** `error: unknown option '--prot'\n(Did you mean --port?)` becomes one line, and exit code 2. */
  override error(message: string): never {
    const { problem, remedy } = tidyProblem(message);
    throw usageError(problem, remedy ?? `see: ${this.pathName} --help`);
  }

  /** `routa tokens generate` */
  get pathName(): string {
    return this.parent instanceof CliCommand
      ? `${this.parent.pathName} ${this.name()}`
      : this.name();
  }

  /** Makes this command and those below it talk through `context` and throw instead of exiting. */
  settle(context: Context): this {
    const columns = Math.min(context.stdout.columns ?? HELP_COLUMNS_DEFAULT, HELP_COLUMNS_MAX);
    this.exitOverride();
    this.configureHelp({
      subcommandTerm: termOf,
    });
    this.configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      getOutHelpWidth: () => columns,
      getOutHasColors: () => false,
    });
    for (const command of this.children) command.settle(context);
    return this;
  }
}

/** With its arguments within a group; the program's own list has names only, loaded or not. */
function termOf(command: Command): string {
  const isInGroup = command.parent?.parent;
  const given = isInGroup ? command.registeredArguments : [];
  const terms = given.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`));
  return [command.name(), ...terms].join(' ');
}
