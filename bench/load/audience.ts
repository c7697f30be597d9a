import { Client } from './client.ts';
import type { Broadcast, Watched } from './crowd-messages.ts';
import { Latencies } from './latencies.ts';
import { pause, turn } from './pace.ts';
import { now, timestampIn } from './timestamp.ts';

const OPENED_AT_ONCE = 50;
const TYPE_AT = '{"type":"'.length;
/** How the types of what they get begin: `location_update`, `fleet_update`, `room_joined`. */
const L = 0x6c;
const F = 0x66;
const R = 0x72;
const ROW = Buffer.from('"driver_id":');
/** How long the last receiver of a broadcast may take, and how long it is quiet before the next. */
const BROADCAST_MS_MAX = 10_000;
const QUIET_MS = 100;

/** Admins who watch a room. */
export class Audience {
  private readonly clients: Client[] = [];
  private joined = 0;
  private latencies = new Latencies();
  private frames = 0;
  private positions = 0;
  private bytes = 0;
  private arrivals: number[] = [];
  private onAllReached: () => void = () => {};

  async open(url: string, tokens: readonly string[], sessionsPerToken: number): Promise<void> {
    const all = tokens.flatMap((token, index) =>
      Array.from({ length: sessionsPerToken }, (_, session) => ({ token, index, session })),
    );
    for (let start = this.clients.length; start < all.length; start += OPENED_AT_ONCE) {
      const some = all.slice(start, start + OPENED_AT_ONCE).map(({ token, index }) => {
        const client = new Client(url, { role: 'admin', id: index + 1, token });
        client.onMessage = (bytes, from, to) => this.hear(bytes, from, to);
        return client;
      });
      const endings = await Promise.all(some.map((client) => client.open()));
      const refused = endings.find((ending) => ending !== null);
      if (refused) throw new Error(`an admin was refused: ${refused.code} ${refused.reason}`);
      this.clients.push(...some);
    }
  }

  async join(room: string): Promise<void> {
    this.joined = 0;
    for (const [index, client] of this.clients.entries()) {
      client.send(JSON.stringify({ type: 'join_room', room }));
      if (index % OPENED_AT_ONCE === 0) await turn();
    }
    while (this.joined < this.clients.length) await pause(20);
  }

  leave(room: string): void {
    for (const client of this.clients) client.send(JSON.stringify({ type: 'leave_room', room }));
  }

  /** What all of them have seen since it was last asked. */
  takeWatched(): Watched {
    const { frames, positions, bytes, latencies } = this;
    this.frames = 0;
    this.positions = 0;
    this.bytes = 0;
    this.latencies = new Latencies();
    return { frames, positions, bytes, ...latencies.percentiles };
  }

  /** `send` answers when the message left that is for all of them. */
  async broadcast(send: () => number): Promise<Broadcast> {
    this.arrivals = [];
    const cpuBefore = process.cpuUsage();
    const reached = new Promise<void>((resolve, reject) => {
      this.onAllReached = resolve;
      setTimeout(() => reject(new Error('a broadcast was lost')), BROADCAST_MS_MAX).unref();
    });
    const sentAt = send();
    await reached;
    const { user, system } = process.cpuUsage(cpuBefore);
    const receivers = this.arrivals.length;
    const after = (index: number) => (this.arrivals[index] ?? Number.NaN) - sentAt;
    const lastMs = after(receivers - 1);
    const load = (user + system) / 1000 / lastMs;
    await pause(QUIET_MS);
    return { receivers, halfMs: after(Math.floor(receivers / 2)), lastMs, load };
  }

  private hear(bytes: Buffer, start: number, end: number): void {
    const type = bytes[start + TYPE_AT];
    if (type === L) this.arrive();
    else if (type === F) this.readFleet(bytes, start, end);
    else if (type === R && !bytes.includes('"more":true', start)) this.joined += 1;
  }

  private arrive(): void {
    this.arrivals.push(performance.now());
    if (this.arrivals.length === this.clients.length) this.onAllReached();
  }

  private readFleet(bytes: Buffer, start: number, end: number): void {
    const heardAt = now();
    this.frames += 1;
    this.bytes += end - start;
    for (let at = bytes.indexOf(ROW, start); at >= 0 && at < end; ) {
      this.positions += 1;
      const next = bytes.indexOf(ROW, at + ROW.length);
      const sentAt = timestampIn(bytes, at, next < 0 ? end : Math.min(next, end));
      if (!Number.isNaN(sentAt)) this.latencies.record(heardAt - sentAt);
      at = next;
    }
  }
}
