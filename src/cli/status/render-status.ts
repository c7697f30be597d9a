import type { StatsView, TokenView } from '../../protocol/index.ts';
import type { Column } from '../output/column.ts';
import type { Paint, Tone } from '../output/paint.ts';
import { renderRecord } from '../output/record.ts';
import { formatDuration } from '../output/time.ts';

const MIB = 1_048_576;
/** Warnings that still fit a screen. */
const SHOWN_MAX = 10;

type Latency = StatsView['latency_ms']['command'];

const fields: readonly Column<StatsView>[] = [
  { title: 'routa', value: (row) => `${row.version}, up ${formatDuration(row.uptime_s * 1_000)}` },
  { title: 'connections', value: (row) => connections(row.connections) },
  { title: 'bookings', value: (row) => counts(row.bookings) || 'none' },
  { title: 'messages', value: ({ messages }) => rates(messages, 'messages') },
  { title: 'bytes', value: ({ bytes }) => rates(bytes, 'bytes') },
  { title: 'commands', value: (row) => latency(row.latency_ms.command) },
  { title: 'positions', value: (row) => latency(row.latency_ms.position) },
  { title: 'dropped', value: (row) => counts(row.dropped), tone: () => 'busy' },
  { title: 'store', value: ({ store }) => storeLine(store), tone: ({ store }) => toneOf(store) },
  { title: 'process', value: (row) => processLine(row.process) },
];

/** One screen: the daemon's figures, then what needs somebody's attention. */
export function renderStatus(
  stats: StatsView,
  expiring: readonly TokenView[],
  { isTerminal, paint }: { readonly isTerminal: boolean; readonly paint: Paint },
): string {
  const record = renderRecord(stats, fields, isTerminal, paint);
  if (expiring.length === 0) return record;
  const warnings = expiring.slice(0, SHOWN_MAX).map((token) => warning(token, stats.at));
  const more = expiring.length - warnings.length;
  if (more > 0) warnings.push(`and ${more} more tokens in use expire within 2 days`);
  return `${record}${warnings.map((line) => `${paint(`warning: ${line}`, 'busy')}\n`).join('')}`;
}

function warning(token: TokenView, nowMs: number): string {
  const { token_id: id, role, user_id: user, expires_at: end } = token;
  const left = formatDuration((end ?? nowMs) - nowMs);
  return `token ${id} of ${role}:${user} is in use and expires in ${left}`;
}

function connections({ total, admin, driver, rider }: StatsView['connections']): string {
  return `${total} (${driver} drivers, ${rider} riders, ${admin} admins)`;
}

function counts(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}

function rates(rate: StatsView['messages'], unit: string): string {
  return `${rate.in_per_s} in, ${rate.out_per_s} out ${unit}/s`;
}

function latency(figures: Latency): string {
  if (figures === null) return 'none lately';
  return `p50 ${figures.p50} ms, p99 ${figures.p99} ms, max ${figures.max} ms`;
}

function storeLine({ queued, commit_ms, outage }: StatsView['store']): string {
  const figures = `${queued} waiting, commit ${commit_ms} ms`;
  return outage === undefined ? figures : `cannot store everything (${outage}), ${figures}`;
}

function toneOf({ outage }: StatsView['store']): Tone | undefined {
  return outage === undefined ? undefined : 'bad';
}

function processLine({ rss_bytes, cpu_percent, loop_delay_ms }: StatsView['process']): string {
  const memory = Math.round(rss_bytes / MIB);
  return `${memory} MB, CPU ${cpu_percent} %, loop delay ${loop_delay_ms} ms`;
}
