import type { Clock } from '../../../src/clock/index.ts';
import { assemble, type Live } from '../../../src/daemon/assemble.ts';
import type { Config } from '../../../src/daemon/config/config.ts';
import type { Peer, Socket, SocketEvents } from '../../../src/daemon/gateway/socket.ts';
import type { Store } from '../../../src/daemon/store/store.ts';
import type { Random } from '../../../src/simulator/random.ts';
import { silentLog } from '../../support/silent-log.ts';
import { lossyBus } from './lossy-bus.ts';
import type { ProcessClock } from './process-clock.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

/** As `start` gives the last goodbyes. */
const FAREWELL_MS = 1_000;

export interface DaemonParts {
  readonly config: Config;
  readonly clock: ProcessClock;
  readonly disk: SimulatedDisk;
  /** How long the disk takes at most for a batch, and the answer for its way. */
  readonly diskMsMax: number;
  readonly random: Random;
  /** Of what is between daemons; it goes on when one of them ends. */
  readonly network: Clock;
  readonly isRough: () => boolean;
  /** A batch is committed, and nobody knows it yet. */
  readonly committed: () => void;
}

/** A daemon as `start` runs it, but for its servers, in simulated time. */
export class DaemonProcess {
  readonly clock: ProcessClock;
  readonly live: Live;
  readonly store: Store;
  private stopping: Promise<void> | null = null;

  private constructor(clock: ProcessClock, store: Store, live: Live) {
    this.clock = clock;
    this.store = store;
    this.live = live;
  }

  static async start(parts: DaemonParts): Promise<DaemonProcess> {
    const { config, clock, disk, diskMsMax, random, isRough, committed } = parts;
    const store = disk.openStore({
      clock,
      delayMs: () => random.integer(0, diskMsMax),
      queuedMax: () => config.limits.commandsQueuedMax,
      committed,
    });
    const live = await assemble({
      config,
      log: silentLog,
      store,
      bus: lossyBus(parts.network, random, isRough),
      wallClock: clock,
      random: random.next,
      version: '0.0.0',
    });
    return new DaemonProcess(clock, store, live);
  }

  opened(socket: Socket, peer: Peer): SocketEvents {
    return this.live.gateway.opened(socket, peer);
  }

  /** Drains and closes, as after SIGTERM; again, it is the same stop. */
  stop(windowMs: number): Promise<void> {
    this.stopping ??= this.shut(windowMs);
    return this.stopping;
  }

  private async shut(windowMs: number): Promise<void> {
    await this.live.gateway.drain(windowMs);
    await this.live.gateway.untilEmpty(FAREWELL_MS);
    await this.live.close();
    await this.store.close();
  }
}
