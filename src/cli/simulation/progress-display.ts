import type { Progress } from '../../simulator/run.ts';
import type { Context } from '../context.ts';
import { progressLine } from './progress-line.ts';

/** Talk about a run, on stderr. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** A sentence that stays. */
  note(text: string): void;
  /** While something else has the screen, sentences wait and progress is not shown. */
  hold(): void;
  release(): void;
  close(): void;
}

interface Line {
  show(text: string): void;
  clear(): void;
}

/** A spinner on a terminal; elsewhere a line for each progress. */
export async function openProgressDisplay(context: Context): Promise<ProgressDisplay> {
  const { stderr, env } = context;
  const isTerminal = stderr.isTTY === true && env.TERM !== 'dumb';
  const line = isTerminal ? await spinnerLine(context) : plainLine(context);
  let held: string[] | null = null;
  return {
    show(progress) {
      if (held === null) line.show(progressLine(progress));
    },
    note(text) {
      if (held !== null) {
        held.push(text);
        return;
      }
      line.clear();
      stderr.write(`${text}\n`);
    },
    hold() {
      line.clear();
      held = [];
    },
    release() {
      for (const text of held ?? []) stderr.write(`${text}\n`);
      held = null;
    },
    close: () => line.clear(),
  };
}

function plainLine({ stderr }: Context): Line {
  return { show: (text) => stderr.write(`${text}\n`), clear: () => {} };
}

async function spinnerLine({ terminal }: Context): Promise<Line> {
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
