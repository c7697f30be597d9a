import type { Progress } from '../../simulator/run.ts';
import type { Context } from '../context.ts';
import { canSpin, openSpinner, type Spinner } from '../output/spinner.ts';
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

/** A spinner on a terminal; elsewhere a line for each progress. */
export async function openProgressDisplay(context: Context): Promise<ProgressDisplay> {
  const { stderr } = context;
  const line = canSpin(context) ? await openSpinner(context) : plainLine(context);
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

function plainLine({ stderr }: Context): Spinner {
  return { show: (text) => stderr.write(`${text}\n`), clear: () => {} };
}
