import { afterEach, beforeEach } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import type { ClientEvents } from '../client-events.ts';
import { type Client, type ClientOptions, type ConnectionStatus, connect } from '../index.ts';
import { ScriptedDaemon, type ScriptedPeer } from './scripted-daemon.ts';

/** A scripted daemon, a clock that stands still, and clients that are closed after each test. */
export interface ClientWorld {
  readonly daemon: ScriptedDaemon;
  readonly clock: ManualClock;
  connect(options?: Partial<ClientOptions>): Client;
  /** A client with its session open, and the daemon's side of it. */
  open(options?: Partial<ClientOptions>): Promise<{ client: Client; peer: ScriptedPeer }>;
  /** Lets the client come back after its connection was lost. */
  comeBack(client: Client): Promise<void>;
}

export function clientWorld(): () => ClientWorld {
  let daemon: ScriptedDaemon;
  let clock: ManualClock;
  let clients: Client[];

  const world: ClientWorld = {
    get daemon() {
      return daemon;
    },
    get clock() {
      return clock;
    },
    connect(options = {}) {
      const client = connect({ url: daemon.url, token: 'rt_1', clock, random: half, ...options });
      clients.push(client);
      return client;
    },
    async open(options) {
      const client = world.connect(options);
      const hasState = new Promise<void>((resolve) => client.on('snapshot', () => resolve()));
      const peer = await daemon.session();
      peer.send({ type: 'snapshot', bookings: [], positions: [] });
      await client.ready();
      await hasState;
      return { client, peer };
    },
    async comeBack(client) {
      if (client.status.state !== 'offline') await status(client, 'offline');
      const { nextRetryAt = clock.now() } = client.status;
      clock.advance(nextRetryAt + 1 - clock.now());
    },
  };
  beforeEach(async () => {
    clients = [];
    clock = new ManualClock();
    daemon = await ScriptedDaemon.start();
  });
  afterEach(async () => {
    await Promise.all([daemon.close(), ...clients.map((client) => client.close())]);
  });
  return () => world;
}

/** The next event of a kind; of those that pass, if a condition is given. */
export function next<Name extends keyof ClientEvents>(
  client: Client,
  name: Name,
  passes: (event: ClientEvents[Name]) => boolean = () => true,
): Promise<ClientEvents[Name]> {
  return new Promise((resolve) => {
    const stop = client.on(name, (event) => {
      if (!passes(event)) return;
      stop();
      resolve(event);
    });
  });
}

export function status(
  client: Client,
  state: ConnectionStatus['state'],
): Promise<ConnectionStatus> {
  return next(client, 'status', (each) => each.state === state);
}

const half = () => 0.5;
