import { issuePairs, issueTokens } from '../operator-api.ts';
import { cpuSecondsByThread } from '../process-cpu.ts';
import type { Server } from '../servers.ts';
import type { FloodLook, Look, Order, Report } from './bookings-messages.ts';
import { GeneratorProcess } from './generator-process.ts';

const ADMINS = 10;

/** A look together with what it cost the server, in CPU-seconds by the name of the thread. */
export interface CostedLook extends Look {
  readonly cpuSeconds: ReadonlyMap<string, number>;
}

/** Dispatchers, drivers and riders of one server, whose bookings go through their whole life. */
export class Town {
  private readonly generator = new GeneratorProcess<Order, Report>('bookings-generator.ts');
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(server: Server, pairCount: number): Promise<Town> {
    const town = new Town(server);
    const pairs = await issuePairs(server, pairCount);
    const adminTokens = await issueTokens(server, 'admin', ADMINS);
    const order = { kind: 'connect', url: server.url, pairs, adminTokens } as const;
    await town.generator.ask(order, 'connected');
    return town;
  }

  look(perSecond: number, warmUpMs: number, forMs: number): Promise<CostedLook> {
    return this.ask({ kind: 'send', perSecond, warmUpMs, forMs });
  }

  /** Commands one at a time. */
  single(count: number): Promise<CostedLook> {
    return this.ask({ kind: 'single', count });
  }

  /** More durable messages than can be stored, from all admins to all riders. */
  async flood(perSecond: number, forMs: number): Promise<FloodLook> {
    return (await this.generator.ask({ kind: 'flood', perSecond, forMs }, 'flooded')).look;
  }

  close(): void {
    this.generator.close();
  }

  private async ask(order: Order): Promise<CostedLook> {
    const before = cpuSecondsByThread(this.server.pid);
    const { look } = await this.generator.ask(order, 'look');
    const after = cpuSecondsByThread(this.server.pid);
    const spent = [...after].map(([name, seconds]) => {
      return [name, seconds - (before.get(name) ?? 0)] as const;
    });
    return { ...look, cpuSeconds: new Map(spent) };
  }
}
