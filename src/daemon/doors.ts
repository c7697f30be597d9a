import { realpathSync } from 'node:fs';
import type { Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../clock/index.ts';
import type { Live } from './assemble.ts';
import type { Config } from './config/config.ts';
import type { Credentials } from './credentials/credentials.ts';
import { countBadToken } from './gateway/count-bad-token.ts';
import { WebSocketAcceptor } from './gateway/websocket/websocket-server.ts';
import { closeDoor, type Door } from './http/close-door.ts';
import { createBoundedServer, renewTls } from './http/create-bounded-server.ts';
import { createHttpApp } from './http/create-http-app.ts';
import type { HttpAppOptions } from './http/http-app-options.ts';
import { listenError } from './listen-error.ts';
import { listenForOperator, operatorSocketOf } from './operator-socket.ts';
import type { Patience } from './patience.ts';

type AppOptions = Pick<HttpAppOptions, 'control' | 'isReady'>;

interface DoorOptions extends AppOptions {
  readonly credentials: Credentials;
}

/** For requests, and for sockets that are being told that there is no room for them. */
const CONNECTIONS_BESIDE_SESSIONS = 1_000;

/** The ways into a daemon, each for requests and for sockets: the port, and the operator's own. */
export class Doors {
  private readonly live: Live;
  private readonly acceptor: WebSocketAcceptor;
  private readonly port: Door;
  private readonly operatorSocket: Door;

  constructor(live: Live, { credentials, ...options }: DoorOptions) {
    this.live = live;
    this.acceptor = new WebSocketAcceptor(live.gateway, live.parts, systemClock);
    this.port = this.build({ ...options, operator: false }, credentials.tls);
    this.operatorSocket = this.build({ ...options, operator: true }, null);
  }

  /**
   * Answers the address that it has, `ws://HOST:PORT` or, with TLS, `wss://…`, and the data
   * directory as it really is.
   */
  async open(): Promise<{ readonly url: string; readonly data: string }> {
    const { config } = this.live.parts;
    await listen(this.port.server, config);
    const data = realpathSync(config.data);
    await listenForOperator(this.operatorSocket.server, operatorSocketOf(data));
    return { url: urlOf(config.host, this.port.server), data };
  }

  /** Takes over how many connections are configured, and a new certificate. */
  reconfigure({ tls }: Credentials): void {
    this.port.server.maxConnections = this.connectionsMax;
    if (tls !== null) renewTls(this.port.server, tls);
  }

  /** Answers what was asked. Sockets are ended, because servers wait for them. */
  async close(patience: Patience): Promise<void> {
    this.live.gateway.close();
    this.acceptor.close();
    await Promise.all([closeDoor(this.port, patience), closeDoor(this.operatorSocket, patience)]);
  }

  private get connectionsMax(): number {
    return this.live.parts.config.limits.connectionsMax + CONNECTIONS_BESIDE_SESSIONS;
  }

  private build(
    options: AppOptions & Pick<HttpAppOptions, 'operator'>,
    tls: Credentials['tls'],
  ): Door {
    const { parts } = this.live;
    const app = createHttpApp(parts, {
      ...options,
      countBadToken: (address, refusal) => countBadToken(parts, { address }, refusal),
    });
    const { connectionsMax } = this;
    const onDrop = () => parts.counters.drop('too_many_connections');
    const server = createBoundedServer(
      app.handle,
      options.operator ? undefined : { connectionsMax, onDrop },
      { tls },
    );
    this.acceptor.attach(server, options.operator);
    return { server, app };
  }
}

function listen(server: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
}

function urlOf(host: string, server: Server): string {
  const { port } = server.address() as AddressInfo;
  const scheme = server instanceof TlsServer ? 'wss' : 'ws';
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
