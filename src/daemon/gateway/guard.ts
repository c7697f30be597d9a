import type { Connection } from './connection.ts';
import type { Parts } from './parts.ts';
import type { SocketEvents } from './socket.ts';

/**
 * Lets nothing that is thrown while a socket's reports are handled get back to the socket: there it
 * would end the process, and with it everybody's connection. One object a connection and no
 * closures, because there are ten thousand of them.
 */
export class Guard implements SocketEvents {
  private readonly parts: Pick<Parts, 'faults' | 'log'>;
  private readonly connection: Connection;
  private readonly events: SocketEvents;

  constructor(parts: Pick<Parts, 'faults' | 'log'>, connection: Connection, events: SocketEvents) {
    this.parts = parts;
    this.connection = connection;
    this.events = events;
  }

  message(text: string): void {
    try {
      this.events.message(text);
    } catch (error) {
      this.answer(error);
    }
  }

  binary(): void {
    try {
      this.events.binary();
    } catch (error) {
      this.answer(error);
    }
  }

  ping(): void {
    try {
      this.events.ping();
    } catch (error) {
      this.answer(error);
    }
  }

  pong(payload: string): void {
    try {
      this.events.pong(payload);
    } catch (error) {
      this.answer(error);
    }
  }

  violated(code: number): void {
    try {
      this.events.violated(code);
    } catch (error) {
      this.answer(error);
    }
  }

  closed(): void {
    try {
      this.events.closed();
    } catch (error) {
      this.answer(error);
    }
  }

  private answer(error: unknown): void {
    const { connection } = this;
    const { state } = connection;
    const party = state.kind === 'open' ? state.session : connection;
    this.parts.faults.answer(party, undefined, error, this.parts.log);
  }
}
