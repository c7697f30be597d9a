import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../clock/index.ts';
import { CLOSES, SUBPROTOCOL, shouldReconnect } from '../../../protocol/index.ts';
import type { Bus } from '../../bus/bus.ts';
import type { Config } from '../../config/config.ts';
import { clientAddress } from '../../peers/client-address.ts';
import type { Counters } from '../../stats/counters.ts';
import type { Gateway } from '../gateway.ts';
import type { Parts } from '../parts.ts';
import { Admission, isPathKnown, type Rejection } from './admission.ts';
import { bearerOf } from './bearer.ts';
import { listen, wsSocket } from './ws-socket.ts';

/** A frame that is only somewhat too large is still read, so that it can be answered. */
const PAYLOAD_FACTOR_MAX = 4;
/** Reads that one frame may come in; tiny ones cost far more memory than they carry. */
const BUFFERED_CHUNKS_MAX = 1_024;

/** Takes upgrades of HTTP servers to the gateway, through the `ws` library. */
export class WebSocketAcceptor {
  private readonly gateway: Gateway;
  private readonly clock: Clock;
  private readonly admission: Admission;
  private readonly config: Config;
  private readonly counters: Counters;
  private readonly bus: Bus;
  private readonly wss: WebSocketServer;
  /** Those that were turned away and have not answered our goodbye yet. */
  private readonly rejected = new Set<WebSocket>();

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
    this.wss = new WebSocketServer(OPTIONS);
  }

  /** Serves the sockets of one HTTP server. `isOperator`: its peers are the operator's own. */
  attach(server: Server, isOperator: boolean): void {
    server.on('upgrade', (request, socket, head) => {
      // A peer that resets in the middle of its handshake must not take the daemon with it.
      socket.on('error', () => socket.destroy());
      if (!isPathKnown(request)) {
        answer(socket, 404, 'sockets are at / and /ws');
        return;
      }
      const address = isOperator ? 'operator' : clientAddress(request, this.config.trustedProxies);
      if (!isOperator && this.isTooFast(socket, address)) return;
      const rejection = isOperator ? null : this.admit(request, socket, address);
      const bearer = bearerOf(request);
      // As they are now: each connection takes over what it finds there.
      Object.assign(this.wss.options, boundsFrom(this.config));
      this.wss.handleUpgrade(request, socket, head, (ws) => {
        if (rejection !== null) this.reject(ws, rejection);
        else
          listen(
            ws,
            this.gateway.opened(wsSocket(ws, socket), { address, bearer, operator: isOperator }),
          );
      });
    });
  }

  /** Ends at once what is only being turned away. */
  close(): void {
    for (const ws of this.rejected) ws.terminate();
  }

  /**
   * Before the upgrade, because a flood must cost less than what it floods. A page sees only that
   * it could not connect, and backs off as from any such failure, which is what it should do.
   */
  private isTooFast(socket: Duplex, address: string): boolean {
    const delayMs = this.admission.delayMs(address, this.clock.monotonic());
    if (delayMs === 0) return false;
    this.counters.drop('connect_rate');
    const seconds = Math.max(1, Math.ceil(delayMs / 1_000));
    answer(socket, 503, 'too many new connections at once', `Retry-After: ${seconds}\r\n`);
    return true;
  }

  private admit(request: IncomingMessage, socket: Duplex, address: string): Rejection | null {
    const rejection = this.admission.enter(request, address);
    socket.once('close', () => this.admission.leave(address));
    if (rejection?.reason === 'origin_not_allowed') this.noteOrigin(address);
    return rejection;
  }

  /** The origin itself is whatever a stranger has sent, so that it does not go into a log. */
  private noteOrigin(address: string): void {
    const text = `a page of another site was refused from ${address}`;
    const fields = { address };
    this.bus.publish('security', { kind: 'auth.origin_refused', level: 'warn', text, fields });
  }

  /** After the upgrade, because a browser shows a page close codes but not HTTP answers. */
  private reject(ws: WebSocket, { reason, counted, text, retryAfterMs }: Rejection): void {
    if (counted !== undefined) this.counters.drop(counted);
    this.rejected.add(ws);
    ws.once('close', () => this.rejected.delete(ws));
    ws.on('error', () => {});
    const { code, meaning } = CLOSES[reason];
    const farewell = {
      type: 'disconnect',
      code,
      reason: text ?? meaning,
      reconnect: shouldReconnect(code),
      retry_after_ms: retryAfterMs,
    };
    ws.send(JSON.stringify(farewell));
    ws.close(code, text ?? meaning);
  }
}

const OPTIONS: ServerOptions = {
  noServer: true,
  // Compression costs memory per connection.
  perMessageDeflate: false,
  clientTracking: false,
  // The only one that is ever selected; `bearer.TOKEN` is read, and never echoed.
  handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
};

/** What one peer can make us hold. The typings of `ws` do not have the newest of them yet. */
function boundsFrom({ limits: { payloadBytesMax, fragmentsMax, closeTimeoutMs } }: Config) {
  return {
    maxPayload: payloadBytesMax * PAYLOAD_FACTOR_MAX,
    maxFragments: fragmentsMax,
    maxBufferedChunks: BUFFERED_CHUNKS_MAX,
    closeTimeout: closeTimeoutMs,
  };
}

/** Instead of the upgrade. */
function answer(socket: Duplex, status: number, text: string, headers = ''): void {
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n${headers}`;
  socket.end(`${head}Content-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n${text}`);
  // Else a peer that never closes its side would keep it for ever.
  socket.once('finish', () => socket.destroy());
}
