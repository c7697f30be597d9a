import { realpathSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock, systemRandom } from '../clock/index.ts';
import { assemble } from './assemble.ts';
import { localBus } from './bus/local-bus.ts';
import type { Config } from './config/config.ts';
import { countBadToken } from './gateway/count-bad-token.ts';
import { WebSocketAcceptor } from './gateway/websocket/websocket-server.ts';
import { closeDoor, type Door } from './http/close-door.ts';
import { createBoundedServer } from './http/create-bounded-server.ts';
import { createHttpApp } from './http/create-http-app.ts';
import { listenError } from './listen-error.ts';
import { createLog } from './log/create-log.ts';
import { listenForOperator, operatorSocketOf } from './operator-socket.ts';
import { Patience } from './patience.ts';
import type { Log } from './services.ts';
import { type Stop, stopAll } from './stop-all.ts';
import { openSqliteStore } from './store/sqlite/open-store.ts';

export interface Daemon {
  /** `ws://HOST:PORT`, with the real port and no path. */
  readonly url: string;
  /** The data directory as it really is. */
  readonly data: string;
  /** Resolves when it cannot go on because its database is gone. It still has to be closed. */
  readonly failed: Promise<Error>;
  /** Drains and stops; idempotent. `atOnce` skips the reconnect window. */
  close(options?: { readonly atOnce?: boolean }): Promise<void>;
}

/** How long closing handshakes may take once everybody was told. */
const FAREWELL_MS = 1_000;
/** For requests, and for sockets that are being told that there is no room for them. */
const CONNECTIONS_BESIDE_SESSIONS = 1_000;

/**
 * Starts a daemon: names the database, the servers and the clocks, as `assemble` names the rest.
 * What was started is stopped in reverse order, also when a later part does not start.
 */
export async function start(
  config: Config,
  given: { readonly version: string; readonly log?: Log },
): Promise<Daemon> {
  const log = given.log ?? (await createLog({ level: config.logLevel, format: config.logFormat }));
  const stops: Stop[] = [];
  const stop = () => stopAll(stops.splice(0).reverse());
  try {
    const store = await openSqliteStore({
      directory: config.data,
      queuedMax: () => config.limits.commandsQueuedMax,
      tell: ({ level, text }) => log[level]({}, text),
    });
    stops.push(() => store.close());
    const live = await assemble({
      config,
      log,
      store,
      bus: localBus(),
      wallClock: systemClock,
      random: systemRandom,
      version: given.version,
    });
    stops.push(() => live.close());

    let isReady = false;
    const patience = new Patience(systemClock);
    const acceptor = new WebSocketAcceptor(live.gateway, config, systemClock);
    const [publicDoor, operatorDoor] = [openDoor(false), openDoor(true)];
    stops.push(() =>
      Promise.all([closeDoor(publicDoor, patience), closeDoor(operatorDoor, patience)]),
    );
    await listen(publicDoor.server, config);
    const data = realpathSync(config.data);
    await listenForOperator(operatorDoor.server, operatorSocketOf(data));
    // Before the servers, which wait for every socket that is still open.
    stops.push(() => acceptor.close());
    stops.push(() => live.gateway.close());
    isReady = true;
    const failed = store.failed.then((fault) => {
      isReady = false;
      log.error({ err: fault }, 'the database is gone, so nothing can be stored or read any more');
      return fault;
    });

    const url = urlOf(config.host, publicDoor.server);
    log.info({ url, data }, 'routa is ready');
    let closing: Promise<void> | null = null;
    const close = async () => {
      isReady = false;
      log.info({ connections: live.gateway.size }, 'routa is stopping');
      await live.gateway.drain(config.shutdown.windowMs);
      await live.gateway.untilEmpty(FAREWELL_MS);
      await stop();
      log.info({}, 'routa has stopped');
    };
    return {
      url,
      data,
      failed,
      close({ atOnce = false } = {}) {
        closing ??= close();
        if (atOnce) hurry();
        return closing;
      },
    };

    function hurry(): void {
      live.gateway.hurry();
      patience.hurry();
    }

    function openDoor(operator: boolean): Door {
      const connectionsMax = config.limits.connectionsMax + CONNECTIONS_BESIDE_SESSIONS;
      const onDrop = () => live.parts.counters.drop('too_many_connections');
      const app = createHttpApp(live.parts, {
        operator,
        isReady: () => isReady,
        countBadToken: (address, refusal) => countBadToken(live.parts, { address }, refusal),
      });
      const limit = operator ? undefined : { connectionsMax, onDrop };
      const server = createBoundedServer(app.handle, limit);
      acceptor.attach(server, operator);
      return { server, app };
    }
  } catch (error) {
    await stop().catch((fault: unknown) => log.error({ err: fault }, 'a part did not stop'));
    throw error;
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
  return `ws://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
