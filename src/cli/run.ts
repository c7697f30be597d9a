import type { Context } from './context.ts';
import { describeFailure } from './describe-failure.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { programFor } from './program.ts';

/** Runs one command line; never throws. `args` is what stands after the program's name. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  try {
    const program = await programFor(args, context);
    await program.parseAsync(args, { from: 'user' });
    return EXIT.done;
  } catch (error) {
    const { text, exitCode } = describeFailure(error);
    if (text !== '') context.stderr.write(text);
    return exitCode;
  }
}
