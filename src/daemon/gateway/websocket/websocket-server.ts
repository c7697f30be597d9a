import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../../clock/index.ts';
import { BEARER_SUBPROTOCOL_PREFIX, CLOSES, SUBPROTOCOL } from '../../../protocol/index.ts';
import type { Config } from '../../config/config.ts';
import type { Gateway } from '../gateway.ts';
import type { Peer } from '../socket.ts';
import { Admission, isOriginAllowed, type Rejection } from './admission.ts';
import { listen, wsSocket } from './ws-socket.ts';

/** Takes upgrades of HTTP servers to the gateway, through the `ws` library. */
export class WebSocketAcceptor {
  private readonly gateway: Gateway;
  private readonly config: Config;
  private readonly clock: Clock;
  private readonly admission: Admission;
  private readonly wss: WebSocketServer;

  constructor(gateway: Gateway, config: Config, clock: Clock) {
    this.gateway = gateway;
    this.config = config;
    this.clock = clock;
    this.admission = new Admission(config, clock.monotonic());
    this.wss = new WebSocketServer({
      noServer: true,
      // Bounds of what one peer can make us hold; compression costs memory per connection.
      maxPayload: config.limits.payloadBytesMax,
      perMessageDeflate: false,
      clientTracking: false,
      // The only one that is ever selected; `bearer.TOKEN` is read, and never echoed.
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
  }

  /** Serves the sockets of one HTTP server. `isOperator`: its peers are the operator's own. */
  attach(server: Server, isOperator: boolean): void {
    server.on('upgrade', (request, socket, head) => {
      // A peer that resets in the middle of its handshake must not take the daemon with it.
      socket.on('error', () => socket.destroy());
      const address = isOperator ? 'operator' : (request.socket.remoteAddress ?? 'unknown');
      const rejection = this.admission.enter(request, address, isOperator, this.clock.monotonic());
      if (rejection !== null) {
        reject(socket, rejection);
        return;
      }
      if (!isOperator) socket.once('close', () => this.admission.leave(address));
      const bearer = bearerOf(request);
      const isAllowed = bearer !== null || isOriginAllowed(request, this.config.origins);
      this.wss.handleUpgrade(request, socket, head, (ws) => {
        if (isAllowed) this.open(ws, { address, bearer, operator: isOperator });
        else refuseOrigin(ws);
      });
    });
  }

  private open(ws: WebSocket, peer: Peer): void {
    listen(ws, this.gateway.opened(wsSocket(ws), peer));
  }
}

/** After the upgrade, because a browser shows a page close codes but not HTTP answers. */
function refuseOrigin(ws: WebSocket): void {
  const { code, meaning } = CLOSES.origin_not_allowed;
  ws.on('error', () => {});
  ws.send(JSON.stringify({ type: 'disconnect', code, reason: meaning, reconnect: false }));
  ws.close(code, meaning);
}

function reject(socket: Duplex, { status, text, retryAfterS }: Rejection): void {
  const retry = retryAfterS === undefined ? '' : `Retry-After: ${retryAfterS}\r\n`;
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n${retry}`;
  const length = Buffer.byteLength(text);
  socket.end(`${head}Content-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n${text}`);
}

/** A token beside the URL, never in it: a header, or the subprotocol that browsers can set. */
function bearerOf(request: IncomingMessage): string | null {
  const header = request.headers.authorization;
  const match = header === undefined ? null : /^Bearer +([^\s]+)$/i.exec(header);
  if (match?.[1] !== undefined) return match[1];
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  for (const name of offered.map((each) => each.trim())) {
    if (name.startsWith(BEARER_SUBPROTOCOL_PREFIX)) {
      return name.slice(BEARER_SUBPROTOCOL_PREFIX.length);
    }
  }
  return null;
}
