import { expect, vi } from 'vitest';
import type { ProcessDaemon } from '../../support/process-daemon.ts';

/** How long a daemon may take to find out that its trouble is over. */
const RECOVERS_WITHIN_MS = 20_000;

/** What a load balancer is told. */
export async function readinessOf(daemon: ProcessDaemon): Promise<unknown> {
  const answer = await fetch(`${daemon.url.replace('ws:', 'http:')}/readyz`);
  const { status, ...rest } = (await answer.json()) as Record<string, unknown>;
  return { ...rest, status, http: answer.status };
}

export function notReady(reason: string) {
  return { http: 503, status: 'not_ready', reason };
}

export async function untilReady(daemon: ProcessDaemon): Promise<void> {
  const ready = { http: 200, status: 'ready' };
  await vi.waitFor(async () => expect(await readinessOf(daemon)).toEqual(ready), {
    timeout: RECOVERS_WITHIN_MS,
    interval: 100,
  });
}

interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly reason?: string;
  readonly hint?: string;
}

/** Its log, which has to be JSON. */
export function logOf({ log }: ProcessDaemon): readonly LogLine[] {
  const lines = log.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as LogLine);
}
