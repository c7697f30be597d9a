import type { Address } from '../client/index.ts';
import { type Clock, systemRandom } from '../clock/index.ts';
import type { Reckoning } from './account/sum-up.ts';
import { startPrivateDaemon } from './daemon/private-daemon.ts';
import { BUNDLED_ROUTES } from './routes/bundled-routes.ts';
import { loadRoutes } from './routes/load-routes.ts';
import { Simulation } from './simulation.ts';
import type { SimulationError } from './simulation-error.ts';
import type { SimulationHooks, SimulationOptions, Target } from './simulation-options.ts';
import type { Summary } from './summary.ts';
import { createTown } from './town.ts';

export type { Progress } from './progress.ts';
export type { SimulationHooks } from './simulation-options.ts';
export { isFaulty, type Summary } from './summary.ts';

const PRIVATE_SPEEDUP = 10;
const RIDERS_PER_DRIVER = 0.6;
const DECLINE_RATE = 0.1;

/**
 * Lets drivers, riders and a dispatcher use a daemon over real sockets, and counts what arrived.
 *
 * Rejects with a `RouteError` when the routes cannot be read, a `ClientError` when the daemon
 * cannot be reached or does not let the run in, a `SimulationError` when the private daemon ends
 * too soon. Faults of a daemon that show in the run do not reject: they are in the summary.
 */
export async function runSimulation(
  options: SimulationOptions,
  hooks: SimulationHooks = {},
): Promise<Summary> {
  const { clock, target } = options;
  // Before any daemon is bothered: a path that is wrong is told at once.
  const routes = await loadRoutes(options.routes ?? [BUNDLED_ROUTES]);
  const speedup = options.speedup ?? (target === 'private' ? PRIVATE_SPEEDUP : 1);
  const seed = options.seed ?? Math.floor(systemRandom() * 2 ** 32);
  const run = systemRandom().toString(36).slice(2, 10);
  const stage = await openStage(target, speedup, clock);
  const { drivers } = options;
  const simulation = new Simulation({
    run,
    target: stage.target,
    address: stage.address,
    drivers,
    riders: options.riders ?? Math.max(1, Math.round(drivers * RIDERS_PER_DRIVER)),
    town: createTown(routes, seed),
    declineRate: options.declineRate ?? DECLINE_RATE,
    speedup,
    clock,
    hooks,
  });
  try {
    hooks.onReady?.({ run, seed, target: stage.target });
    const playing = simulation.play(options.durationMs ?? Number.POSITIVE_INFINITY);
    return tell(await Promise.race([playing, stage.died.then(fail)]), hooks);
  } finally {
    await leave(simulation, stage);
  }
}

/** Where a run takes place. */
interface Stage {
  readonly target: Target;
  /** Where the people connect. */
  readonly address: Address;
  readonly died: Promise<SimulationError>;
  close(): Promise<void>;
}

async function openStage(
  target: SimulationOptions['target'],
  speedup: number,
  clock: Clock,
): Promise<Stage> {
  if (target === 'private') {
    const { url, socketPath, died, close } = await startPrivateDaemon(speedup, clock);
    return { target: { socketPath }, address: url, died, close };
  }
  const address = 'url' in target ? target.url : target;
  return { target, address, died: new Promise(() => {}), close: async () => {} };
}

function fail(error: SimulationError): never {
  throw error;
}

function tell({ summary, sentences }: Reckoning, { onTrouble }: SimulationHooks): Summary {
  if (onTrouble !== undefined) sentences.forEach(onTrouble);
  return summary;
}

/** After a failure there may be no daemon to clean up in; what failed is told, not this. */
async function leave(simulation: Simulation, stage: Stage): Promise<void> {
  await simulation.close().catch(() => {});
  await stage.close();
}
