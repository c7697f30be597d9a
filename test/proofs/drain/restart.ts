import { systemClock } from '../../../src/clock/index.ts';
import type { ProcessDaemon } from '../../support/process-daemon.ts';
import { runRouta } from '../../support/run-routa.ts';

/** How a daemon is asked to stop: by its supervisor, by somebody in a hurry, by its operator. */
const WAYS = ['SIGTERM', 'SIGTERM twice', 'routa stop', 'routa stop --now'] as const;
type Way = (typeof WAYS)[number];

export function wayOf(number: number): Way {
  return WAYS[number % WAYS.length] ?? 'SIGTERM';
}

/** Stops the daemon, which has to end well, and starts it again at once on its port. */
export async function restart(daemon: ProcessDaemon, way: Way): Promise<void> {
  const ended = daemon.ended();
  await ask(daemon, way);
  const exitCode = await ended;
  if (exitCode !== 0) throw new Error(`${way} ended with ${exitCode}: ${daemon.log}`);
  await daemon.start();
}

async function ask({ pid, data }: ProcessDaemon, way: Way): Promise<void> {
  switch (way) {
    case 'SIGTERM':
      process.kill(pid, 'SIGTERM');
      break;
    case 'SIGTERM twice':
      process.kill(pid, 'SIGTERM');
      await pause(100);
      process.kill(pid, 'SIGTERM');
      break;
    case 'routa stop':
      await stop('--data', data);
      break;
    case 'routa stop --now':
      await stop('--data', data, '--now');
  }
}

async function stop(...options: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await runRouta(['stop', ...options]);
  if (exitCode !== 0) throw new Error(`routa stop ended with ${exitCode}: ${stderr}`);
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(delayMs, resolve, true);
  });
}
