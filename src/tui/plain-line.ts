import type { StatsView } from '../protocol/index.ts';
import { formatBytes, formatCount, formatMs, formatRate } from '../text/figures.ts';
import { formatClock } from '../text/format-clock.ts';
import type { Snapshot } from './store.ts';
import { describeLink } from './text/link-words.ts';

/** One line for a person who reads a log: the link, and the figures while they are new. */
export function plainLine({ model, atMs }: Snapshot, unixMs: number): string {
  const link = describeLink(model, atMs);
  const head = `${formatClock(unixMs)} ${link.text}`;
  const { stats } = model;
  return stats === null || link.isOld ? head : `${head}  ${figures(stats)}`;
}

function figures(stats: StatsView): string {
  const { connections, messages, latency_ms, process } = stats;
  const { admin, driver, rider, total } = connections;
  return [
    `connections ${total} (admin ${admin} driver ${driver} rider ${rider})`,
    `in ${formatRate(messages.in_per_s)} out ${formatRate(messages.out_per_s)}`,
    `command ${percentiles(latency_ms.command)}`,
    `position ${percentiles(latency_ms.position)}`,
    `cpu ${formatCount(process.cpu_percent)}% memory ${formatBytes(process.rss_bytes)}`,
  ].join('  ');
}

function percentiles(value: StatsView['latency_ms']['command']): string {
  return value === null ? 'none' : `p50 ${formatMs(value.p50)} p99 ${formatMs(value.p99)} ms`;
}
