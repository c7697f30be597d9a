import type { PairTokens } from '../operator-api.ts';
import { Client } from './client.ts';
import type { Look, Watched } from './crowd-messages.ts';
import { Latencies } from './latencies.ts';
import { type Pace, pace, pause } from './pace.ts';
import { PositionFrame } from './position-frame.ts';
import { StrainGauge } from './strain-gauge.ts';
import { now, timestampIn } from './timestamp.ts';

/** How long a look waits for its last positions. */
const SETTLE_MS = 1_000;
/** Of `{"type":"location_update"`, the only message whose type begins so. */
const TYPE_AT = '{"type":"'.length;
const L = 0x6c;

const NOTHING: Watched = { frames: 0, positions: 0, bytes: 0, p50Ms: 0, p99Ms: 0, p999Ms: 0 };

interface Ask {
  /** So many of the pairs, the first ones; all by default. */
  readonly count?: number;
  readonly isOver?: () => boolean;
  /** What others have seen since it was last asked. */
  readonly watched?: () => Watched;
}

interface Pair {
  readonly driver: Client;
  readonly rider: Client;
  readonly frame: PositionFrame;
}

/** Drivers who send positions and riders who get them, on one clock. */
export class Pairs {
  /** Each driver whose offer was accepted, once. */
  onUnderWay: () => void = () => {};
  private readonly pairs: Pair[] = [];
  private latencies = new Latencies();
  private delivered = 0;
  /** Positions that were due earlier belong to the warm-up. */
  private measuredFrom = Number.POSITIVE_INFINITY;

  add(url: string, { id, driverToken, riderToken }: PairTokens): readonly Client[] {
    const driver = new Client(url, { role: 'driver', id, token: driverToken });
    const rider = new Client(url, { role: 'rider', id, token: riderToken });
    driver.onMessage = (bytes, start, end) => answer(driver, bytes.toString('latin1', start, end));
    rider.onMessage = (bytes, start, end) => this.receive(bytes, start, end);
    this.pairs.push({ driver, rider, frame: new PositionFrame(driver.wrapping) });
    return [driver, rider];
  }

  /** The clients of the pairs from one index up to another. */
  clients(from = 0, to = this.pairs.length): readonly Client[] {
    return this.pairs.slice(from, to).flatMap(({ driver, rider }) => [driver, rider]);
  }

  async look(
    { warmUpMs, ...order }: Pace & { readonly warmUpMs: number },
    { count = this.pairs.length, isOver, watched = () => NOTHING }: Ask = {},
  ): Promise<Look> {
    await this.sendAll({ ...order, forMs: warmUpMs }, count, new StrainGauge());
    const gauge = this.begin();
    watched();
    const sent = await this.sendAll(order, count, gauge, isOver);
    // Before the settling, in which the generator is idle, and others see what is left.
    const seen = watched();
    const strain = gauge.strain(order.isPrecise === true);
    for (let waitedMs = 0; this.delivered < sent && waitedMs < SETTLE_MS; waitedMs += 20) {
      await pause(20);
    }
    return { perSecond: order.perSecond, sent, strain, watched: seen, ...this.end() };
  }

  /** One position of the first driver; answers when it left. */
  sendOne(): number {
    const startedAt = performance.now();
    this.send(0, Math.floor(startedAt), startedAt);
    return startedAt;
  }

  private async sendAll(
    order: Pace,
    count: number,
    gauge: StrainGauge,
    isOver?: () => boolean,
  ): Promise<number> {
    let sent = 0;
    const sendOne = (index: number, dueAt: number) => {
      sent += 1;
      this.send(index % count, index, dueAt, gauge);
    };
    await pace(order, sendOne, isOver);
    return sent;
  }

  private begin(): StrainGauge {
    this.latencies = new Latencies();
    this.delivered = 0;
    this.measuredFrom = now();
    return new StrainGauge();
  }

  private end() {
    this.measuredFrom = Number.POSITIVE_INFINITY;
    return { delivered: this.delivered, ...this.latencies.percentiles };
  }

  private send(who: number, index: number, dueAt: number, gauge?: StrainGauge): void {
    const pair = this.pairs[who];
    if (pair === undefined) return;
    gauge?.sends(dueAt);
    const { driver, frame } = pair;
    driver.write(frame.stamp(index, performance.timeOrigin + dueAt, driver.isFlushed));
  }

  private receive(bytes: Buffer, start: number, end: number): void {
    if (bytes[start + TYPE_AT] !== L) {
      const text = bytes.toString('latin1', start, end);
      if (text.includes('"status":"accepted"')) this.onUnderWay();
      return;
    }
    const sentAt = timestampIn(bytes, start, end);
    // The last digits of a time are cut off on its way.
    if (sentAt < this.measuredFrom - 0.001) return;
    this.delivered += 1;
    this.latencies.record(now() - sentAt);
  }
}

/** A driver takes whatever is offered. */
function answer(driver: Client, text: string): void {
  if (!text.startsWith('{"type":"driver_assigned"') || text.includes('"replayed":true')) return;
  const { booking_id } = JSON.parse(text) as { readonly booking_id: number };
  driver.send(JSON.stringify({ type: 'driver_response', booking_id, response: 'accepted' }));
}
