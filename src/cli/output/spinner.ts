import type { Context } from '../context.ts';

/** A line that moves, on a terminal. */
export interface Spinner {
  show(text: string): void;
  clear(): void;
}

/**
 * Whether stderr is a terminal on which a line can be drawn anew. One that does not know its own
 * width, such as a serial console, says 0; there the spinner would count lines without end.
 */
export function canSpin({ stderr, env }: Context): boolean {
  return stderr.isTTY === true && stderr.columns !== 0 && env.TERM !== 'dumb';
}

export async function openSpinner({ terminal }: Context): Promise<Spinner> {
  const { default: ora } = await import('ora');
  // Neither the cursor nor stdin is touched, so that no way to end can leave them wrong.
  const spinner = ora({ stream: terminal.stderr, hideCursor: false, discardStdin: false });
  return {
    show(text) {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    clear: () => spinner.stop(),
  };
}

/** What is done sooner needs no spinner. */
const PATIENCE_MS = 1_000;

/** Waits for something that may take long, which a terminal is told. */
export async function spinWhile<Result>(
  context: Context,
  text: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!canSpin(context)) return work();
  const spinner = await openSpinner(context);
  let isShown = false;
  const timer = context.clock.after(PATIENCE_MS, () => {
    isShown = true;
    spinner.show(text);
  });
  try {
    return await work();
  } finally {
    timer.cancel();
    if (isShown) spinner.clear();
  }
}
