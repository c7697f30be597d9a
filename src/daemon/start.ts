import { systemClock, systemRandom } from '../clock/index.ts';
import { assemble } from './assemble.ts';
import { localBus } from './bus/local-bus.ts';
import type { Config } from './config/config.ts';
import { runningConfig } from './config/running-config.ts';
import type { Control } from './control.ts';
import { credentialChanges, readCredentials, renewCredentials } from './credentials/credentials.ts';
import { Doors } from './doors.ts';
import { createLog, type LeveledLog } from './log/create-log.ts';
import { Patience } from './patience.ts';
import { reload } from './reload.ts';
import { Shutdown } from './shutdown.ts';
import { type Stop, stopAll } from './stop-all.ts';
import { openSqliteStore } from './store/sqlite/open-store.ts';

/** Calls of the store beside commands: positions, acknowledgements, tokens, timers. */
const OTHER_CALLS_MAX = 5_000;

export interface Daemon extends Pick<Control, 'reload'> {
  /** `ws://HOST:PORT` (with TLS `wss://…`), with the real port and no path. */
  readonly url: string;
  /** The data directory as it really is. */
  readonly data: string;
  /** Resolves when it cannot go on because its database is gone. It still has to be closed. */
  readonly failed: Promise<Error>;
  /** Resolves when its operator has asked it to stop, which it then does. */
  readonly stopAsked: Promise<void>;
  /** Drains and stops; idempotent. `atOnce` skips the reconnect window. */
  close(options?: { readonly atOnce?: boolean }): Promise<void>;
}

interface Given {
  readonly version: string;
  readonly log?: LeveledLog;
  /** The configuration, read again. Throws a `ConfigError`. */
  readonly readConfig?: () => Config;
}

/**
 * Starts a daemon: names the database, the servers and the clocks, as `assemble` names the rest.
 * What was started is stopped in reverse order, also when a later part does not start.
 */
export async function start(initial: Config, given: Given): Promise<Daemon> {
  const config = runningConfig(initial);
  const { readConfig = () => initial, version } = given;
  const log = given.log ?? (await createLog({ level: config.logLevel, format: config.logFormat }));
  let credentials = readCredentials(config);
  const stops: Stop[] = [];
  const stop = () => stopAll(stops.splice(0).reverse());
  try {
    const store = await openSqliteStore({
      directory: config.data,
      queuedMax: () => config.limits.commandsQueuedMax + OTHER_CALLS_MAX,
      tell: ({ level, text }) => log[level]({}, text),
    });
    stops.push(() => store.close());
    const [bus, wallClock, random] = [localBus(), systemClock, systemRandom];
    const jwtKeys = () => credentials.jwtKeys;
    const ground = { config, log, store, bus, wallClock, random, version, jwtKeys };
    const live = await assemble(ground);
    stops.push(() => live.close());

    const { gateway } = live;
    const patience = new Patience(systemClock);
    const shutdown = new Shutdown({ gateway, config, log, patience, stop });
    const operator = Promise.withResolvers<void>();
    let isReady = false;
    const prepare = (next: Config) => {
      const renewed = renewCredentials(credentials, next);
      return () => {
        const changes = credentialChanges(credentials, renewed);
        credentials = renewed;
        log.level = config.logLevel;
        live.reconfigure();
        doors.reconfigure(credentials);
        return changes;
      };
    };
    const control: Control = {
      reload: () => reload({ config, readConfig, prepare, log }),
      stop({ atOnce }) {
        operator.resolve();
        const connections = gateway.size;
        // Whoever waits for the daemon hears of a fault; here nobody could do anything about it.
        shutdown.run({ atOnce }).catch(() => {});
        return { pid: process.pid, connections, windowMs: config.shutdown.windowMs };
      },
    };
    const isOpen = () => isReady && !shutdown.hasBegun;
    const doors = new Doors(live, { control, credentials, isReady: isOpen });
    stops.push(() => doors.close(patience));
    const { url, data } = await doors.open();
    isReady = true;
    const failed = store.failed.then((fault) => {
      isReady = false;
      log.error({ err: fault }, 'the database is gone, so nothing can be stored or read any more');
      return fault;
    });
    log.info({ url, data }, 'routa is ready');
    return {
      url,
      data,
      failed,
      stopAsked: operator.promise,
      close: (options) => shutdown.run(options),
      reload: control.reload,
    };
  } catch (error) {
    await stop().catch((fault: unknown) => log.error({ err: fault }, 'a part did not stop'));
    throw error;
  }
}
