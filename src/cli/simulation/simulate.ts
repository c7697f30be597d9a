import type { SimulationHooks, Summary } from '../../simulator/run.ts';
import type { Context } from '../context.ts';
import { checkAccess } from '../target/api.ts';
import { explainFailure } from '../target/explain-failure.ts';
import { type ApiAddress, apiAddress, resolveTarget } from '../target/resolve-target.ts';
import type { TargetOptions } from '../target/target-options.ts';
import { openDashboard } from './dashboard.ts';
import { openProgressDisplay, type ProgressDisplay } from './progress-display.ts';

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
  // Whoever has no daemon should read just that, before any talk about a run.
  if (target !== undefined) await checkAccess(target);
  const { runSimulation } = await import('../../simulator/run.ts');
  const display = await openProgressDisplay(context);
  const talk = talkAbout(options, display, context);
  const { duration: durationMs, ...rest } = options;
  const address = target === undefined ? 'private' : apiAddress(target);
  const { clock } = context;
  try {
    return await runSimulation({ ...rest, durationMs, target: address, clock }, talk.hooks);
  } catch (error) {
    throw explainFailure(error, target);
  } finally {
    await talk.end();
    display.close();
  }
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
  const stop = AbortSignal.any([asked, left.signal]);
  stop.addEventListener('abort', () => {
    display.note('Trips under way end first; Ctrl-C cancels them.');
  });
  const hooks: SimulationHooks = {
    stop,
    stopAtOnce: insisted,
    onReady({ run, seed, target }) {
      display.note(`Run ${run}; --seed ${seed} gives the same town again.`);
      if (watch) dashboard = open(target);
    },
    onProgress: (progress) => display.show(progress),
    onTrouble: (sentence) => display.note(sentence),
  };
  return {
    hooks,
    async end() {
      ended.abort();
      await dashboard;
    },
  };
}
