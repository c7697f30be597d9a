import { callApi, issueTokens } from '../operator-api.ts';
import type { Server } from '../servers.ts';
import { GeneratorProcess } from './generator-process.ts';
import type { Order, Report } from './stalled-messages.ts';

/**
 * The first so many riders, who also have other sessions: tabs that the browser has put to sleep.
 */
const RIDERS = 20;
/** As large as a notification may be; so many fill what Linux buffers for one socket, and more. */
const FILLER = 'x'.repeat(16_000);
const FILLERS = 300;

interface Listed {
  readonly connections: readonly { readonly buffered_bytes: number }[];
}

/** Further sessions of some riders, which do not read. */
export class StalledCrowd {
  private readonly generator = new GeneratorProcess<Order, Report>('stalled-generator.ts');
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async open(server: Server, sessions: number): Promise<StalledCrowd> {
    const crowd = new StalledCrowd(server);
    const riders = await issueTokens(server, 'rider', RIDERS);
    const tokens = Array.from({ length: sessions }, (_, index) => riders[index % RIDERS] ?? '');
    const order = { kind: 'connect', url: server.url, tokens } as const;
    await crowd.generator.ask(order, 'connected');
    return crowd;
  }

  /** For how many of them the daemon holds more than it sends without being read. */
  async countFull(): Promise<number> {
    const path = '/api/v1/connections?role=rider';
    const { connections } = (await callApi(this.server, 'GET', path)) as Listed;
    return connections.filter(({ buffered_bytes }) => buffered_bytes > 65_536).length;
  }

  close(): void {
    this.generator.close();
  }
}

/** Sends the riders of a crowd more than their sockets take, whether there is a crowd or not. */
export async function fillRiders(server: Server): Promise<void> {
  for (let count = 1; count <= FILLERS; count += 1) {
    const sent = Array.from({ length: RIDERS }, (_, index) => {
      const to = { role: 'rider', user_id: index + 1 };
      const body = { ...to, event: 'filler', data: FILLER };
      return callApi(server, 'POST', '/api/v1/notifications', body);
    });
    await Promise.all(sent);
  }
}
