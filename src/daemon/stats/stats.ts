import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../../clock/index.ts';
import type { BookingStatus, StatsView } from '../../protocol/index.ts';
import type { StatsSource, Storage } from '../services.ts';
import type { Store } from '../store/store.ts';
import type { Counters } from './counters.ts';
import { LatencyWindow } from './latency.ts';

const PERIOD_MS = 1_000;
/** The probe of the event loop; what it measures includes its own period. */
const PROBE_PERIOD_MS = 20;
/** Latency windows turn this often, so that percentiles cover the last 5 to 10 s. */
const WINDOW_PERIODS = 5;

export interface ConnectionCounts {
  readonly admin: number;
  readonly driver: number;
  readonly rider: number;
  readonly total: number;
}

interface StatsParts {
  /** Of the wall: rates and the uptime are real ones. */
  readonly clock: Clock;
  /** Of the bookings: what watchers reckon their ages from. */
  readonly serviceClock: Clock;
  readonly counters: Counters;
  readonly store: Pick<Store, 'load' | 'countBookings'>;
  readonly storage: Storage;
  readonly version: string;
  readonly connections: () => ConnectionCounts;
}

/** The daemon's figures, computed once a second whoever looks. */
export class Stats implements StatsSource {
  readonly commandLatency = new LatencyWindow();
  readonly positionLatency = new LatencyWindow();
  private readonly parts: StatsParts;
  private readonly startedAt: number;
  private readonly loop = monitorEventLoopDelay({ resolution: PROBE_PERIOD_MS });
  private readonly stop: () => void;
  private last: Sample;
  private rates = { in: 0, out: 0, bytesIn: 0, bytesOut: 0, cpuPercent: 0, loopDelayMs: 0 };
  private bookings: Partial<Record<BookingStatus, number>> = {};
  private periods = 0;
  private isCounting = false;

  constructor(parts: StatsParts) {
    this.parts = parts;
    this.startedAt = parts.clock.monotonic();
    this.last = this.sample();
    this.loop.enable();
    const timer = parts.clock.every(PERIOD_MS, () => this.tick());
    this.stop = () => timer.cancel();
  }

  current(): StatsView {
    const { parts, rates } = this;
    const load = parts.store.load();
    const { outage } = parts.storage;
    return {
      at: parts.serviceClock.now(),
      version: parts.version,
      uptime_s: Math.round((parts.clock.monotonic() - this.startedAt) / 1000),
      connections: parts.connections(),
      messages: { in_per_s: rates.in, out_per_s: rates.out },
      bytes: { in_per_s: rates.bytesIn, out_per_s: rates.bytesOut },
      latency_ms: {
        command: this.commandLatency.percentiles(),
        position: this.positionLatency.percentiles(),
      },
      bookings: { ...this.bookings },
      dropped: Object.fromEntries(parts.counters.dropped),
      store: {
        queued: load.queued,
        commit_ms: round(load.commitMs),
        ...(outage !== null && { outage: outage.code }),
      },
      process: {
        rss_bytes: process.memoryUsage.rss(),
        cpu_percent: rates.cpuPercent,
        loop_delay_ms: rates.loopDelayMs,
      },
    };
  }

  close(): void {
    this.stop();
    this.loop.disable();
  }

  private tick(): void {
    const now = this.sample();
    const seconds = Math.max(now.atMs - this.last.atMs, 1) / 1000;
    const perSecond = (value: number, before: number) => Math.round((value - before) / seconds);
    this.rates = {
      in: perSecond(now.in, this.last.in),
      out: perSecond(now.out, this.last.out),
      bytesIn: perSecond(now.bytesIn, this.last.bytesIn),
      bytesOut: perSecond(now.bytesOut, this.last.bytesOut),
      cpuPercent: round((now.cpuMs - this.last.cpuMs) / seconds / 10),
      loopDelayMs: round(Math.max(this.loop.percentile(99) / 1e6 - PROBE_PERIOD_MS, 0)),
    };
    this.last = now;
    this.loop.reset();
    this.periods += 1;
    if (this.periods % WINDOW_PERIODS === 0) {
      this.commandLatency.turn();
      this.positionLatency.turn();
    }
    this.countBookings();
  }

  /** Counted in the store, which knows them all; a slow count is not started twice. */
  private countBookings(): void {
    if (this.isCounting) return;
    this.isCounting = true;
    this.parts.store
      .countBookings()
      .then((counts) => {
        this.bookings = counts;
      })
      .catch(() => {
        // The last counts stay: figures must not take the daemon down.
      })
      .finally(() => {
        this.isCounting = false;
      });
  }

  private sample(): Sample {
    const { counters, clock } = this.parts;
    const cpu = process.cpuUsage();
    return {
      atMs: clock.monotonic(),
      in: counters.messagesIn,
      out: counters.messagesOut,
      bytesIn: counters.bytesIn,
      bytesOut: counters.bytesOut,
      cpuMs: (cpu.user + cpu.system) / 1000,
    };
  }
}

interface Sample {
  readonly atMs: number;
  readonly in: number;
  readonly out: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly cpuMs: number;
}

function round(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 10) / 10 : 0;
}
