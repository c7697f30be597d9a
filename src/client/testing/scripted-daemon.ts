import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Session } from '../client-events.ts';
import { openedSession } from './opened-session.ts';
import { Queue } from './queue.ts';

/** A message as it came, for tests to look into. */
export type Received = Record<string, unknown> & { readonly type: string };

/** A daemon over real sockets that says only what a test tells it to. */
export class ScriptedDaemon {
  private readonly server: WebSocketServer;
  private readonly peers = new Queue<ScriptedPeer>();

  private constructor(server: WebSocketServer) {
    this.server = server;
    server.on('connection', (socket) => this.peers.push(new ScriptedPeer(socket)));
  }

  static async start(): Promise<ScriptedDaemon> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    return new ScriptedDaemon(server);
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `ws://127.0.0.1:${port}`;
  }

  /** The next client that connects. */
  peer(): Promise<ScriptedPeer> {
    return this.peers.next();
  }

  /** The next client, once it has authenticated. */
  async session(fields?: Partial<Session>): Promise<ScriptedPeer> {
    const peer = await this.peer();
    await peer.authenticate(fields);
    return peer;
  }

  async close(): Promise<void> {
    for (const socket of this.server.clients) socket.terminate();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** One connected client, as the daemon sees it. */
export class ScriptedPeer {
  /** What the client said first. */
  auth: Received = { type: 'none' };
  /** The close code that the client sent, or that came of it. */
  readonly closed: Promise<number>;
  private readonly socket: WebSocket;
  private readonly messages = new Queue<Received>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('message', (data) => this.messages.push(JSON.parse(String(data))));
  }

  /** The next message that the client sends. */
  received(): Promise<Received> {
    return this.messages.next();
  }

  send(message: Readonly<Record<string, unknown>>): void {
    this.socket.send(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.socket.send(text);
  }

  /** Answers the next command with what a booking command gets, or with `result`. */
  async acknowledge(result?: unknown): Promise<Received> {
    const command = await this.received();
    this.send({ type: 'ack', id: command.id, ...(result !== undefined && { result }) });
    return command;
  }

  async refuse(code: string, fields: object = {}): Promise<Received> {
    const command = await this.received();
    const temporary = false;
    this.send({ type: 'error', id: command.id, code, message: code, temporary, ...fields });
    return command;
  }

  async authenticate(fields: Partial<Session> = {}): Promise<void> {
    this.auth = await this.received();
    this.send({ ...openedSession(fields) });
  }

  /** A message of the numbered stream. */
  notify(seq: number, fields: object = {}): void {
    this.send({ type: 'notification', event: 'test', data: null, seq, ...fields });
  }

  close(code: number, reason = ''): void {
    this.socket.close(code, reason);
  }

  /** Breaks the connection without a word. */
  break(): void {
    this.socket.terminate();
  }
}
