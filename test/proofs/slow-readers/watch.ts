import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../../../src/protocol/index.ts';
import { effort } from '../../support/effort.ts';
import type { ProcessDaemon } from '../../support/process-daemon.ts';

/** Between two looks, so that looking is not most of what the daemon does. */
const LOOK_EVERY_MS = 50;
/** Only a failing test waits so long. */
const PATIENCE_MS = effort({ usual: 240_000, long: 1_500_000 });

/** What the daemon says of itself at one moment. */
export interface Look {
  readonly rssBytes: number;
  /** With those that are being closed. */
  readonly connections: number;
  /** Connections that were closed 4001 so far. */
  readonly slowConsumers: number;
  /** Positions that were left out because a newer one came before there was room. */
  readonly coalesced: number;
  /** What is held for each open session of somebody who does not read. */
  readonly stalled: readonly { readonly role: Role; readonly bufferedBytes: number }[];
}

export async function look({ api }: ProcessDaemon): Promise<Look> {
  const [stats, { connections }] = await Promise.all([
    api.call('getStats'),
    api.call('listConnections'),
  ]);
  const stalled = connections.filter(({ device = '' }) => device.startsWith('stalled-'));
  return {
    rssBytes: stats.process.rss_bytes,
    connections: stats.connections.total,
    slowConsumers: stats.dropped.slow_consumer ?? 0,
    coalesced: stats.dropped.coalesced ?? 0,
    stalled: stalled.map(({ role, buffered_bytes }) => ({ role, bufferedBytes: buffered_bytes })),
  };
}

/**
 * Looks until what is awaited has come, with a pause or some work in between; answers all looks.
 */
export async function lookUntil(
  daemon: ProcessDaemon,
  isOver: (latest: Look) => boolean,
  between: () => Promise<unknown> = () => pause(LOOK_EVERY_MS),
): Promise<readonly Look[]> {
  const looks: Look[] = [];
  const startedAt = performance.now();
  while (performance.now() - startedAt < PATIENCE_MS) {
    const latest = await look(daemon);
    looks.push(latest);
    if (isOver(latest)) return looks;
    await between();
  }
  const { slowConsumers, connections } = looks.at(-1) ?? {};
  throw new Error(`waited in vain: ${slowConsumers} closed 4001, ${connections} connections`);
}

/** The most that was held for one session of these roles. */
export function mostBuffered(looks: readonly Look[], roles: readonly Role[]): number {
  const held = looks.flatMap(({ stalled }) => stalled.filter(({ role }) => roles.includes(role)));
  return Math.max(0, ...held.map(({ bufferedBytes }) => bufferedBytes));
}
