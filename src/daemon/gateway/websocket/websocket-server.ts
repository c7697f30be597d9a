import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../../clock/index.ts';
import { CLOSES, shouldReconnect } from '../../../protocol/index.ts';
import type { Bus } from '../../bus/bus.ts';
import type { Config } from '../../config/config.ts';
import { clientAddress } from '../../peers/client-address.ts';
import type { Counters } from '../../stats/counters.ts';
import type { Gateway } from '../gateway.ts';
import type { Parts } from '../parts.ts';
import { Admission, isPathKnown, type Rejection } from './admission.ts';
import { bearerOf } from './bearer.ts';
import { Handshake } from './handshake.ts';
import type { Transport } from './transport.ts';

/** Takes upgrades of HTTP servers to the gateway. */
export class WebSocketAcceptor {
  private readonly gateway: Gateway;
  private readonly clock: Clock;
  private readonly admission: Admission;
  private readonly config: Config;
  private readonly counters: Counters;
  private readonly bus: Bus;
  private readonly handshake: Handshake;
  /** Those that were turned away and have not answered our goodbye yet. */
  private readonly rejected = new Set<Transport>();

  constructor(
    gateway: Gateway,
    { config, counters, bus }: Pick<Parts, 'config' | 'counters' | 'bus'>,
    clock: Clock,
  ) {
    this.gateway = gateway;
    this.clock = clock;
    this.counters = counters;
    this.bus = bus;
    this.admission = new Admission(config);
    this.config = config;
    this.handshake = new Handshake(config.limits, clock);
  }

  /** Serves the sockets of one HTTP server. `isOperator`: its peers are the operator's own. */
  attach(server: Server, isOperator: boolean): void {
    server.on('upgrade', (request, stream, head) => {
      // A peer that resets in the middle of its handshake must not take the daemon with it.
      stream.on('error', () => stream.destroy());
      if (!isPathKnown(request)) answer(stream, 404, 'sockets are at / and /ws');
      else if (isOperator) this.openOperators(request, stream, head);
      else this.open(request, stream, head);
    });
  }

  /** Ends at once what is only being turned away. */
  close(): void {
    for (const transport of this.rejected) transport.terminate();
  }

  private openOperators(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    this.handshake.open(request, stream, head, (transport) => {
      const peer = { address: 'operator', bearer: bearerOf(request), operator: true };
      transport.listen(this.gateway.opened(transport, peer), head);
    });
  }

  private open(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const address = clientAddress(request, this.config.trustedProxies);
    if (this.isTooFast(stream, address)) return;
    const rejection = this.admission.enter(request, address);
    if (rejection?.reason === 'origin_not_allowed') this.noteOrigin(address);
    const leave = () => this.admission.leave(address);
    stream.once('close', leave);
    this.handshake.open(request, stream, head, (transport) => {
      stream.off('close', leave);
      transport.stream.once('close', leave);
      if (rejection !== null) this.reject(transport, rejection, head);
      else {
        const peer = { address, bearer: bearerOf(request), operator: false };
        transport.listen(this.gateway.opened(transport, peer), head);
      }
    });
  }

  /**
   * Before the upgrade, because a flood must cost less than what it floods. A page sees only that
   * it could not connect, and backs off as from any such failure, which is what it should do.
   */
  private isTooFast(stream: Duplex, address: string): boolean {
    const delayMs = this.admission.delayMs(address, this.clock.monotonic());
    if (delayMs === 0) return false;
    this.counters.drop('connect_rate');
    const seconds = Math.max(1, Math.ceil(delayMs / 1_000));
    answer(stream, 503, 'too many new connections at once', `Retry-After: ${seconds}\r\n`);
    return true;
  }

  /** The origin itself is whatever a stranger has sent, so that it does not go into a log. */
  private noteOrigin(address: string): void {
    const text = `a page of another site was refused from ${address}`;
    const fields = { address };
    this.bus.publish('security', { kind: 'auth.origin_refused', level: 'warn', text, fields });
  }

  /** After the upgrade, because a browser shows a page close codes but not HTTP answers. */
  private reject(transport: Transport, rejection: Rejection, head: Buffer): void {
    const { reason, counted, text, retryAfterMs } = rejection;
    if (counted !== undefined) this.counters.drop(counted);
    this.rejected.add(transport);
    transport.listen({ ...DEAF, closed: () => this.rejected.delete(transport) }, head);
    const { code, meaning } = CLOSES[reason];
    const farewell = JSON.stringify({
      type: 'disconnect',
      code,
      reason: text ?? meaning,
      reconnect: shouldReconnect(code),
      retry_after_ms: retryAfterMs,
    });
    transport.send(farewell, Buffer.byteLength(farewell));
    transport.close(code, text ?? meaning);
  }
}

const DEAF = { message() {}, binary() {}, ping() {}, pong() {}, violated() {} };

/** Instead of the upgrade. */
function answer(stream: Duplex, status: number, text: string, headers = ''): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n${headers}`;
  stream.end(`${head}Content-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
  // Else a peer that never closes its side would keep it for ever.
  stream.once('finish', () => stream.destroy());
}
