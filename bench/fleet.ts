import { type ChildProcess, spawn } from 'node:child_process';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Look, Order, Pair, Report } from './load/messages.ts';
import { pinned, type Server } from './servers.ts';

/** A generator process that holds the pairs of one server. */
export class Fleet {
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  static async open(server: Server, pairCount: number): Promise<Fleet> {
    const script = join(import.meta.dirname, 'load', 'generator.ts');
    const [command = process.execPath, ...args] = pinned(1, [process.execPath, script]);
    const fleet = new Fleet(
      spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
    const pairs = server.data === null ? bare(pairCount) : await issue(server, pairCount);
    await fleet.ask({ kind: 'connect', url: server.url, pairs }, 'connected');
    if (server.data !== null) await fleet.startTrips(server, pairs);
    return fleet;
  }

  async look(perSecond: number, warmUpMs: number, forMs: number): Promise<Look> {
    const report = await this.ask({ kind: 'send', perSecond, warmUpMs, forMs }, 'look');
    if (report.kind !== 'look') throw new Error('the generator answered something else');
    return report.look;
  }

  close(): void {
    this.child.disconnect();
  }

  private async startTrips(server: Server, pairs: readonly Pair[]): Promise<void> {
    const underWay = this.next('under_way');
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

  private ask(order: Order, kind: Report['kind']): Promise<Report> {
    const answer = this.next(kind);
    this.child.send(order);
    return answer;
  }

  private next(kind: Report['kind']): Promise<Report> {
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error('the generator ended'));
      const onMessage = (report: Report) => {
        if (report.kind === 'failed') reject(new Error(report.text));
        if (report.kind !== kind) return;
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        resolve(report);
      };
      this.child.on('message', onMessage);
      this.child.once('exit', onExit);
    });
  }
}

function bare(count: number): readonly Pair[] {
  return Array.from({ length: count }, (_, index) => {
    return { id: index + 1, driverToken: 'none', riderToken: 'none' };
  });
}

interface Issued {
  readonly tokens: readonly {
    readonly role: string;
    readonly user_id: number;
    readonly token: string;
  }[];
}

async function issue(server: Server, count: number): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let first = 1; first <= count; first += 500) {
    const ids = Array.from(
      { length: Math.min(500, count - first + 1) },
      (_, index) => first + index,
    );
    const tokens = ids.flatMap((id) => [
      { role: 'driver', user_id: id },
      { role: 'rider', user_id: id },
    ]);
    const issued = (await callApi(server, 'POST', '/api/v1/tokens', { tokens })) as Issued;
    const tokenOf = new Map(
      issued.tokens.map((each) => [`${each.role}:${each.user_id}`, each.token]),
    );
    for (const id of ids) {
      const driverToken = tokenOf.get(`driver:${id}`) ?? '';
      pairs.push({ id, driverToken, riderToken: tokenOf.get(`rider:${id}`) ?? '' });
    }
  }
  return pairs;
}

/** The operator's own socket needs no token. */
function callApi(server: Server, method: string, path: string, body: unknown): Promise<unknown> {
  const socketPath = join(server.data ?? '', 'routa.sock');
  const headers = { 'Content-Type': 'application/json' };
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        if ((response.statusCode ?? 500) >= 300) reject(new Error(`${path}: ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    call.once('error', reject);
    call.end(JSON.stringify(body));
  });
}
