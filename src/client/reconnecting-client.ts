import { systemClock, systemRandom } from '../clock/index.ts';
import type { AnyServerMessage, ServerMessageOf } from '../protocol/index.ts';
import type { Client, PostedMessage } from './client.ts';
import { ClientError } from './client-error.ts';
import type { ClientEvents, Session, StreamMessage } from './client-events.ts';
import { CLIENT_LIMITS, type ClientLimits } from './client-limits.ts';
import type { ClientOptions, ReadyOptions, SendOptions } from './client-options.ts';
import type { Command, CommandResult, CommandType } from './commands/command.ts';
import { PendingCommands } from './commands/pending-commands.ts';
import { checkAddress } from './connection/address.ts';
import { Connection } from './connection/connection.ts';
import type { ConnectionStatus } from './connection/connection-status.ts';
import { TokenRenewal } from './connection/token-renewal.ts';
import { TokenSource } from './connection/token-source.ts';
import { Emitter } from './emitter.ts';
import type { Environment } from './environment.ts';
import { readFrame } from './frame.ts';
import { Greeter } from './greeting.ts';
import { refusalOf, unreachable } from './refusal.ts';
import { type Bbox, type RoomName, Rooms } from './rooms.ts';
import type { StreamPosition } from './stream/durable-stream.ts';
import { StreamReader } from './stream/stream-reader.ts';

const PONG = '{"type":"pong"}';

/** Puts the parts together: the connection, the commands, the rooms and the stream. */
export class ReconnectingClient implements Client {
  private readonly limits: ClientLimits;
  private readonly events = new Emitter<ClientEvents>((thrown, name) => this.fail(thrown, name));
  private readonly tokens: TokenSource;
  private readonly renewal: TokenRenewal;
  private readonly greeter: Greeter;
  private readonly stream: StreamReader;
  private readonly commands: PendingCommands;
  private readonly rooms: Rooms;
  private readonly connection: Connection;
  private readonly stopWatching: () => void;
  private opened: Session | null = null;
  /** What the daemon said while it was opening the session, if it then closes for good. */
  private lastError: ServerMessageOf<'error'> | null = null;
  private closing: Promise<void> | null = null;

  constructor(options: ClientOptions, environment: Environment) {
    checkAddress(options.url);
    const { acks = true, resume = null, clock = systemClock, random = systemRandom } = options;
    const { openSocket = environment.openSocket } = options;
    const limits = { ...CLIENT_LIMITS, ...options.limits };
    const { events } = this;
    const transmit = (text: string) => this.connection.send(text);
    const resync = (reason: string) => this.connection.apply({ type: 'resync', reason });
    this.limits = limits;
    this.tokens = new TokenSource(options.token);
    const refresh = (token: string) => this.refresh(token);
    this.renewal = new TokenRenewal({ clock, random, tokens: this.tokens, refresh });
    this.greeter = new Greeter(options, clock, random);
    this.stream = new StreamReader({ resume, acks, clock, limits, events, transmit, resync });
    const doubted = () => this.connection.apply({ type: 'doubted' });
    this.commands = new PendingCommands({ clock, random, limits, transmit, suspect: doubted });
    this.rooms = new Rooms({
      roomsMax: limits.roomsMax,
      send: (command) => this.send(command, { timeoutMs: Infinity }),
      failed: (room, error) => this.roomFailed(room, error),
    });
    const { tokens } = this;
    // Last, because it attempts at once.
    this.connection = new Connection(
      { address: options.url, tokens, openSocket, clock, random, limits },
      {
        greeting: (token) => this.greet(token),
        received: (text) => this.receive(text),
        changed: (status) => this.changed(status),
      },
    );
    this.stopWatching = environment.watchNetwork({ woken: () => this.wake(), doubted });
  }

  get status(): ConnectionStatus {
    return this.connection.status;
  }
  get session(): Session | null {
    return this.opened;
  }
  get position(): StreamPosition | null {
    return this.stream.position;
  }

  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
  ): () => void {
    return this.events.on(name, listener);
  }

  ready({ attemptsMax = Infinity }: ReadyOptions = {}): Promise<Session> {
    return new Promise((resolve, reject) => {
      const settle = (status: ConnectionStatus): boolean => {
        const refusal = refusalOf(status, this.lastError);
        const hasFailed = status.state === 'offline' && status.attempt >= attemptsMax;
        if (this.connection.isOpen && this.opened !== null) resolve(this.opened);
        else if (refusal !== null) reject(refusal);
        else if (hasFailed) reject(unreachable(status));
        else return false;
        return true;
      };
      if (settle(this.status)) return;
      const stop = this.on('status', (status) => {
        if (settle(status)) stop();
      });
    });
  }

  send<Type extends CommandType>(
    command: Command<Type>,
    { timeoutMs }: SendOptions = {},
  ): Promise<CommandResult<Type>> {
    const refusal = refusalOf(this.status, this.lastError);
    if (refusal !== null) return Promise.reject(refusal);
    // What the wire carries for this type of command is its result.
    return this.commands.send(command, timeoutMs) as Promise<CommandResult<Type>>;
  }

  post(message: PostedMessage): boolean {
    const { connection, limits } = this;
    if (!connection.isOpen || connection.bufferedBytes > limits.socketBufferBytesMax) return false;
    connection.send(JSON.stringify(message));
    return true;
  }

  joinRoom(room: RoomName, { bbox }: { readonly bbox?: Bbox } = {}): Promise<void> {
    return this.rooms.join(room, bbox);
  }

  leaveRoom(room: RoomName): Promise<void> {
    return this.rooms.leave(room);
  }

  async refresh(token: string): Promise<Session> {
    const refusal = refusalOf(this.status, this.lastError);
    if (refusal !== null) throw refusal;
    const takeBack = this.tokens.replace(token);
    try {
      // Also while a session is being opened, which may still be with the last one.
      await this.commands.send({ type: 'auth', token });
    } catch (error) {
      if (error instanceof ClientError && !error.temporary) takeBack();
      throw error;
    }
    return this.ready();
  }

  wake(): void {
    this.connection.apply({ type: 'woken' });
  }

  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  private shut(): Promise<void> {
    this.stream.flush();
    return this.connection.close();
  }

  private greet(token: string | undefined): string {
    this.lastError = null;
    return this.greeter.greet(token, this.stream.position);
  }

  private changed(status: ConnectionStatus): void {
    const refusal = refusalOf(status, this.lastError);
    if (refusal !== null) this.end(refusal);
    else if (status.state === 'offline') {
      this.renewal.stop();
      this.stream.interrupt();
      this.commands.interrupt();
    }
    this.events.emit('status', status);
  }

  private end(error: ClientError): void {
    this.stopWatching();
    this.renewal.stop();
    this.stream.interrupt();
    this.commands.failAll(error);
  }

  private receive(text: string): void {
    const message = readFrame(text);
    if (message !== null) this.route(message);
    else this.events.emit('fault', { kind: 'frame', message: 'a frame was no message' });
  }

  private route(message: AnyServerMessage): void {
    if (isNumbered(message)) this.stream.receive(message);
    else if (message.type === 'authenticated') this.begin(message);
    else {
      this.attend(message);
      this.events.emit(message.type, message);
    }
  }

  /** What the library itself does about a message. For positions, the hot path, nothing. */
  private attend(message: AnyServerMessage): void {
    switch (message.type) {
      case 'ping':
        this.connection.send(PONG);
        break;
      case 'ack':
        this.commands.acknowledge(message);
        break;
      case 'error':
        this.refuse(message);
        break;
      case 'disconnect':
        this.announce(message);
        break;
    }
  }

  private begin(session: Session): void {
    const isRefresh = this.connection.isOpen;
    this.opened = session;
    this.renewal.begin(session);
    if (!isRefresh) {
      this.stream.open(session);
      this.connection.apply({ type: 'authenticated', heartbeatMs: session.heartbeat_ms });
    }
    this.events.emit('authenticated', session);
    if (isRefresh) return;
    this.commands.open();
    this.rooms.rejoin();
  }

  private refuse(error: ServerMessageOf<'error'>): void {
    if (!this.commands.refuse(error) && !this.connection.isOpen) this.lastError = error;
  }

  private announce(message: ServerMessageOf<'disconnect'>): void {
    const { code, reason, reconnect, retry_after_ms: retryAfterMs } = message;
    this.connection.apply({
      type: 'announced',
      farewell: { code, reason, reconnect, retryAfterMs },
    });
  }

  private roomFailed(room: RoomName, error: unknown): void {
    if (this.status.state === 'closed') return;
    const message = `room ${room} could not be joined again`;
    this.events.emit('fault', { kind: 'room', message, error });
  }

  private fail(error: unknown, name: keyof ClientEvents): void {
    if (name !== 'fault' && this.events.hears('fault')) {
      const message = `a listener of '${name}' threw`;
      this.events.emit('fault', { kind: 'listener', message, error });
      return;
    }
    // Nobody would ever hear of it; thrown outside, it breaks neither stream nor other listeners.
    queueMicrotask(() => {
      throw error;
    });
  }
}

function isNumbered(message: AnyServerMessage): message is StreamMessage {
  const { type } = message;
  if (type !== 'status_update' && type !== 'driver_assigned' && type !== 'notification')
    return false;
  return message.seq !== undefined;
}
