import { systemClock, systemRandom } from '../clock/index.ts';
import type { ServerMessageOf } from '../protocol/index.ts';
import type { Client, PostedMessage } from './client.ts';
import { ClientError } from './client-error.ts';
import type { ClientEvents, Session } from './client-events.ts';
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
import { Greeter } from './greeting.ts';
import { Incoming } from './incoming.ts';
import { refusalOf, unreachable } from './refusal.ts';
import { reportThrown } from './report-thrown.ts';
import { type Bbox, type RoomName, Rooms } from './rooms.ts';
import type { StreamPosition } from './stream/durable-stream.ts';
import { StreamReader } from './stream/stream-reader.ts';

/** Puts the parts together: the connection, the commands, the rooms and the stream. */
export class ReconnectingClient implements Client {
  private readonly limits: ClientLimits;
  private readonly events: Emitter<ClientEvents> = new Emitter((thrown, name) =>
    reportThrown(this.events, thrown, name),
  );
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
    const tokens = new TokenSource(options.token);
    // Also while a session is being opened, which may still be with the last one.
    const authenticate = (token: string) => this.ask({ type: 'auth', token });
    this.renewal = new TokenRenewal({ clock, random, tokens, authenticate });
    this.greeter = new Greeter(options, clock, random);
    this.stream = new StreamReader({ resume, acks, clock, limits, events, transmit, resync });
    const doubted = () => this.connection.apply({ type: 'doubted' });
    this.commands = new PendingCommands({ clock, random, limits, transmit, suspect: doubted });
    this.rooms = new Rooms({
      clock,
      random,
      limits,
      send: (command) => this.send(command, { timeoutMs: Infinity }),
      failed: (room, error) => this.roomFailed(room, error),
    });
    const { stream, commands } = this;
    const incoming = new Incoming({
      events,
      stream,
      commands,
      transmit,
      authenticated: (session) => this.begin(session),
      announced: (farewell) => this.connection.apply({ type: 'announced', farewell }),
      refused: (error) => {
        if (!this.connection.isOpen) this.lastError = error;
      },
    });
    // Last, because it attempts at once.
    this.connection = new Connection(
      { address: options.url, tokens, openSocket, clock, random, limits },
      {
        greeting: (token) => this.greet(token),
        received: (text) => incoming.receive(text),
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
      const settle = (): boolean => {
        const outcome = this.outcome(attemptsMax);
        if (outcome instanceof ClientError) reject(outcome);
        else if (outcome !== null) resolve(outcome);
        return outcome !== null;
      };
      if (settle()) return;
      const stop = this.on('status', () => {
        if (settle()) stop();
      });
    });
  }

  send<Type extends CommandType>(
    command: Command<Type>,
    options?: SendOptions,
  ): Promise<CommandResult<Type>> {
    // What the wire carries for this type of command is its result.
    return this.ask(command, options) as Promise<CommandResult<Type>>;
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
    await this.renewal.take(token);
    return this.ready();
  }

  wake(): void {
    this.connection.apply({ type: 'woken' });
  }

  close(): Promise<void> {
    this.closing ??= this.shut();
    return this.closing;
  }

  private ask<Message extends { readonly type: string }>(
    message: Message,
    options?: SendOptions,
  ): Promise<unknown> {
    const { refusal } = this;
    return refusal === null ? this.commands.send(message, options) : Promise.reject(refusal);
  }

  /** Why nothing can be asked any more; null while it can. */
  private get refusal(): ClientError | null {
    return refusalOf(this.status, this.lastError);
  }

  /** What became of the attempt to open a session; null while it goes on. */
  private outcome(attemptsMax: number): Session | ClientError | null {
    if (this.connection.isOpen && this.opened !== null) return this.opened;
    const { status } = this;
    const hasFailed = status.state === 'offline' && status.attempt >= attemptsMax;
    return hasFailed ? unreachable(status) : this.refusal;
  }

  private shut(): Promise<void> {
    this.stream.flush();
    return this.connection.close();
  }

  private greet(token: string | undefined): string {
    this.lastError = null;
    return this.greeter.greet(token, this.stream.position, this.opened);
  }

  private changed(status: ConnectionStatus): void {
    const { refusal } = this;
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
    this.rooms.hurry();
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

  private roomFailed(room: RoomName, error: unknown): void {
    if (this.status.state === 'closed') return;
    const message = `room ${room} could not be joined`;
    this.events.emit('fault', { kind: 'room', message, error });
  }
}
