import { callApi, issuePairs, issueTokens, type PairTokens } from '../operator-api.ts';
import { cpuSecondsOf } from '../process-cpu.ts';
import type { Server } from '../servers.ts';
import type { Look as TripsLook } from './bookings-messages.ts';
import type { Broadcast, Look, Order, Report, Return } from './crowd-messages.ts';
import { GeneratorProcess } from './generator-process.ts';
import type { Pace } from './pace.ts';

/** Bookings that are begun at once. */
const BEGUN_AT_ONCE = 50;

interface FleetSize {
  readonly pairs: number;
  /** So many of the pairs have a live booking; all by default. */
  readonly trips?: number;
}

const ADMINS = 10;

/** A look together with what it cost the server, its warm-up included. */
export interface CostedLook extends Look {
  readonly commits: TripsLook | null;
  readonly cpuSeconds: number;
  readonly cpuSecondsPerMillion: number;
}

/** Drivers who send positions and the riders who see them, all of one server. */
export class Fleet {
  private readonly generator = new GeneratorProcess<Order, Report>('crowd-generator.ts');
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(server: Server, { pairs: count, trips = count }: FleetSize): Promise<Fleet> {
    const fleet = new Fleet(server);
    const pairs = server.data === null ? bare(count) : await issuePairs(server, count);
    const order = { kind: 'connect', url: server.url, pairs, trips } as const;
    await fleet.generator.ask(order, 'connected');
    if (server.data !== null) await fleet.startTrips(pairs.slice(0, trips));
    return fleet;
  }

  /** Further drivers and riders, whose bookings can be committed beside the positions. */
  async enrol(first: number, count: number): Promise<void> {
    const { server, generator } = this;
    const pairs = await issuePairs(server, count, first);
    const adminTokens = await issueTokens(server, 'admin', ADMINS);
    await generator.ask({ kind: 'enrol', url: server.url, pairs, adminTokens }, 'enrolled');
  }

  async look(warmUpMs: number, pace: Pace, commitsPerSecond = 0): Promise<CostedLook> {
    const before = cpuSecondsOf(this.server.pid);
    const order = { kind: 'send', warmUpMs, commitsPerSecond, ...pace } as const;
    const { look, commits } = await this.generator.ask(order, 'look');
    const cpuSeconds = cpuSecondsOf(this.server.pid) - before;
    const delivered = look.delivered * (1 + warmUpMs / pace.forMs);
    const cpuSecondsPerMillion = (cpuSeconds / delivered) * 1e6;
    return { ...look, commits, cpuSeconds, cpuSecondsPerMillion };
  }

  /** Opens sessions of admins, if they are not open yet, and lets them join a room. */
  async watch(room: string, admins: number, sessionsPerToken = 1): Promise<void> {
    const { server, generator } = this;
    const bareTokens = Array.from({ length: admins }, () => 'none');
    const tokens = server.data === null ? bareTokens : await issueTokens(server, 'admin', admins);
    const order = { kind: 'watch', url: server.url, tokens, sessionsPerToken, room } as const;
    await generator.ask(order, 'watching');
  }

  async unwatch(room: string): Promise<void> {
    await this.generator.ask({ kind: 'unwatch', room }, 'unwatched');
  }

  async broadcast(count: number): Promise<readonly Broadcast[]> {
    return (await this.generator.ask({ kind: 'broadcast', count }, 'broadcasts')).broadcasts;
  }

  /** Its server is about to be killed. */
  async brace(): Promise<void> {
    await this.generator.ask({ kind: 'brace' }, 'braced');
  }

  async comeBack(workers: number, perSecond: number, withinMs: number): Promise<Return> {
    const order = { kind: 'return', workers, perSecond, withinMs } as const;
    return (await this.generator.ask(order, 'returned')).found;
  }

  close(): void {
    this.generator.close();
  }

  private async startTrips(pairs: readonly PairTokens[]): Promise<void> {
    if (pairs.length === 0) return;
    const underWay = this.generator.next('under_way');
    for (let start = 0; start < pairs.length; start += BEGUN_AT_ONCE) {
      await Promise.all(
        pairs.slice(start, start + BEGUN_AT_ONCE).map(({ id }) =>
          callApi(this.server, 'POST', `/api/v1/bookings/${id}/assign`, {
            driver_id: id,
            rider_id: id,
            pickup_location: 'Public market',
            dropoff_location: 'Barangay hall',
          }),
        ),
      );
    }
    await underWay;
  }
}

/** A relay believes whatever it is told. */
function bare(count: number): readonly PairTokens[] {
  return Array.from({ length: count }, (_, index) => {
    return { id: index + 1, driverToken: 'none', riderToken: 'none' };
  });
}
