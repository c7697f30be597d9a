import { callApi, issuePairs, type PairTokens } from '../operator-api.ts';
import type { Server } from '../servers.ts';
import { GeneratorProcess } from './generator-process.ts';
import type { Look, Order, Report } from './positions-messages.ts';

/** Drivers who send positions and the riders who see them, all of one server. */
export class Fleet {
  private readonly generator = new GeneratorProcess<Order, Report>('positions-generator.ts');

  static async open(server: Server, pairCount: number): Promise<Fleet> {
    const fleet = new Fleet();
    const pairs = server.data === null ? bare(pairCount) : await issuePairs(server, pairCount);
    await fleet.generator.ask({ kind: 'connect', url: server.url, pairs }, 'connected');
    if (server.data !== null) await fleet.startTrips(server, pairs);
    return fleet;
  }

  async look(perSecond: number, warmUpMs: number, forMs: number): Promise<Look> {
    const order = { kind: 'send', perSecond, warmUpMs, forMs } as const;
    return (await this.generator.ask(order, 'look')).look;
  }

  close(): void {
    this.generator.close();
  }

  private async startTrips(server: Server, pairs: readonly PairTokens[]): Promise<void> {
    const underWay = this.generator.next('under_way');
    for (const { id } of pairs) {
      await callApi(server, 'POST', `/api/v1/bookings/${id}/assign`, {
        driver_id: id,
        rider_id: id,
        pickup_location: 'Public market',
        dropoff_location: 'Barangay hall',
      });
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
