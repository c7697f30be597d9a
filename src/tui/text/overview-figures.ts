import type { StatsView } from '../../protocol/index.ts';
import { fitCells } from '../../text/cells.ts';
import { formatBytes, formatCount, formatMs, formatRate } from '../../text/figures.ts';
import { countDrivers } from '../lists/drivers-list.ts';
import { HISTORY_SECONDS_MAX, type Rates } from '../model/history.ts';
import type { Model } from '../model/model.ts';
import type { Paint } from './paint.ts';
import { sparkline } from './sparkline.ts';

/** Under this width there is room for short labels and the figures themselves. */
const NARROW_BELOW = 60;
const LABEL_CELLS = 13;
const SHORT_LABEL_CELLS = 6;
const SPARKLINE_CELLS_MAX = 60;
/** The label, the rates, and the peak behind the line. */
const BESIDE_SPARKLINE_CELLS = 44;
const WAITING = 'waiting for the first figures';

type Percentiles = NonNullable<StatsView['latency_ms']['command']>;

/** One row of the overview. */
interface Figure {
  readonly label: string;
  readonly short: string;
  readonly text: string;
}

/** The figures of the overview, one row each; always the same number of rows. */
export function overviewFigures(model: Model, width: number, paint: Paint): readonly string[] {
  const isNarrow = width < NARROW_BELOW;
  const labelCells = isNarrow ? SHORT_LABEL_CELLS : LABEL_CELLS;
  return figuresOf(model, isNarrow ? 0 : width).map(({ label, short, text }) => {
    const head = paint.faint(fitCells(isNarrow ? short : label, labelCells));
    const tight = isNarrow ? text.replace(/ {2,}/g, ' ') : text;
    return head + fitCells(tight, width - labelCells);
  });
}

/** `lineWidth` is that of the row where sparklines are drawn, 0 where they are not. */
function figuresOf(model: Model, lineWidth: number): readonly Figure[] {
  const { stats } = model;
  const whenKnown = (text: (known: StatsView) => string) =>
    stats === null ? WAITING : text(stats);
  return [
    { label: 'connections', short: 'conn', text: whenKnown(connections) },
    {
      label: 'messages in',
      short: 'in',
      text: whenKnown((known) => traffic(model, known, 'in', lineWidth)),
    },
    {
      label: 'messages out',
      short: 'out',
      text: whenKnown((known) => traffic(model, known, 'out', lineWidth)),
    },
    { label: 'p50/p99 ms', short: 'ms', text: whenKnown(latency) },
    { label: 'process', short: 'proc', text: whenKnown(process) },
    { label: 'dropped', short: 'drop', text: whenKnown(dropped) },
    { label: 'fleet', short: 'fleet', text: fleet(model) },
  ];
}

function connections({ connections: { admin, driver, rider, total } }: StatsView): string {
  const opening = total - admin - driver - rider;
  const parts = [`admin ${admin}`, `driver ${driver}`, `rider ${rider}`, `opening ${opening}`];
  return first(formatCount(total)) + parts.join('  ');
}

function traffic(model: Model, stats: StatsView, way: 'in' | 'out', width: number): string {
  const messages = formatRate(stats.messages[`${way}_per_s`]);
  const bytes = `${formatBytes(stats.bytes[`${way}_per_s`])}/s`;
  if (width === 0) return `${first(messages)}${bytes}`;
  const samples = model.history.samples.map((rates) => rateOf(rates, way));
  const cells = Math.min(width - BESIDE_SPARKLINE_CELLS, SPARKLINE_CELLS_MAX);
  const line = sparkline(samples, HISTORY_SECONDS_MAX, cells);
  const peak = Math.max(...samples.map((sample) => sample ?? 0), 0);
  return `${first(messages)}${fitCells(bytes, 10)} ${line} peak ${formatRate(peak)}`;
}

/** The figure that leads a row, so that they stand under each other. */
function first(figure: string): string {
  return `${fitCells(figure, 6)} `;
}

function rateOf(rates: Rates | null, way: 'in' | 'out'): number | null {
  if (rates === null) return null;
  return way === 'in' ? rates.inPerS : rates.outPerS;
}

function latency({ latency_ms: { command, position } }: StatsView): string {
  return `command ${percentiles(command)}   position ${percentiles(position)}`;
}

function percentiles(value: Percentiles | null): string {
  if (value === null) return 'none yet';
  return `${formatMs(value.p50)}/${formatMs(value.p99)}`;
}

function process({ process: { cpu_percent, rss_bytes, loop_delay_ms }, store }: StatsView): string {
  const parts = [
    `cpu ${formatCount(cpu_percent)}%`,
    `memory ${formatBytes(rss_bytes)}`,
    `loop ${formatMs(loop_delay_ms)} ms`,
    `store ${formatCount(store.queued)} queued, ${storeState(store)}`,
  ];
  return parts.join('  ');
}

function storeState({ commit_ms, outage }: StatsView['store']): string {
  return outage === undefined ? `commit ${formatMs(commit_ms)} ms` : `CANNOT STORE: ${outage}`;
}

function dropped({ dropped: counts }: StatsView): string {
  const reasons = Object.entries(counts).filter(([, count]) => count > 0);
  if (reasons.length === 0) return 'nothing';
  return reasons.map(([reason, count]) => `${reason} ${formatCount(count)}`).join('  ');
}

function fleet({ drivers, rooms }: Model): string {
  if (drivers.size === 0 && rooms.fleet.state === 'waiting') return WAITING;
  const { free, offered, busy, offline } = countDrivers(drivers);
  const parts = [`free ${free}`, `offered ${offered}`, `busy ${busy}`, `offline ${offline}`];
  return first(formatCount(free + offered + busy)) + parts.join('  ');
}
