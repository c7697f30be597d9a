import type { Context } from '../context.ts';
import { explainFailure } from '../target/explain-failure.ts';
import { type ApiAddress, apiAddress, resolveTarget } from '../target/resolve-target.ts';
import type { TargetOptions } from '../target/target-options.ts';
import { openDashboard } from './dashboard.ts';
import { openProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import type { Progress } from './progress-line.ts';
import type { Summary } from './summary-fields.ts';

export interface RunOptions extends TargetOptions {
  readonly drivers: number;
  readonly riders?: number;
  readonly routes?: readonly string[];
  /** Milliseconds by the wall clock. */
  readonly duration?: number;
  readonly seed?: number;
  readonly declineRate?: number;
  readonly serve?: boolean;
  readonly speedup?: number;
  readonly watch?: boolean;
}

/** Runs a simulation to its end and tells the person how it goes. */
export async function simulate(options: RunOptions, context: Context): Promise<Summary> {
  const target = options.serve ? undefined : await resolveTarget(options, context);
  const { runSimulation } = await import('../../simulator/run.ts');
  const display = await openProgressDisplay(context);
  const talk = talkAbout(options, display, context);
  const { duration: durationMs, ...rest } = options;
  const address = target === undefined ? 'private' : apiAddress(target);
  const { clock } = context;
  try {
    return await runSimulation({ ...rest, durationMs, target: address, clock }, talk.hooks);
  } catch (error) {
    throw target === undefined ? error : explainFailure(error, target);
  } finally {
    await talk.end();
    display.close();
  }
}

interface Ready {
  readonly run: string;
  readonly seed: number;
  readonly target: ApiAddress;
}

/** The dashboard and the lines of a run. Whoever leaves the dashboard ends the run. */
function talkAbout({ watch }: RunOptions, display: ProgressDisplay, context: Context) {
  const { asked, insisted } = context.interrupted();
  const left = new AbortController();
  const ended = new AbortController();
  let dashboard: Promise<unknown> | undefined;
  const open = async (address: ApiAddress) => {
    if (await openDashboard(address, ended.signal, display, context)) left.abort();
  };
  return {
    hooks: {
      stop: AbortSignal.any([asked, left.signal]),
      stopAtOnce: insisted,
      onReady({ run, seed, target }: Ready) {
        display.note(`Run ${run}; --seed ${seed} gives the same town again.`);
        if (watch) dashboard = open(target);
      },
      onProgress: (progress: Progress) => display.show(progress),
      onTrouble: (sentence: string) => display.note(sentence),
    },
    async end() {
      ended.abort();
      await dashboard;
    },
  };
}
