import type { OpenSocket, Socket } from '../../../src/client/index.ts';
import { openWsSocket } from '../../../src/client/node/ws-socket.ts';
import { systemClock } from '../../../src/clock/index.ts';
import type { ServerMessageOf } from '../../../src/protocol/index.ts';
import type { Answer, Content } from './command-ledger.ts';
import type { Town } from './town.ts';

type AnswerMessage = ServerMessageOf<'ack'> | ServerMessageOf<'error'>;

/**
 * The transport of one app, which writes down every command that leaves it and every answer that
 * comes in, below the library and without asking it. It can be cut, as by the end of the app.
 */
export class Tap {
  private readonly town: Town;
  private readonly user: string;
  private socket: Socket | null = null;
  private scope = '';
  private isCut = false;
  /** Called when the next message of the stream comes, which is then lost. */
  private doom: (() => void) | null = null;

  constructor(town: Town, user: string) {
    this.town = town;
    this.user = user;
  }

  readonly open: OpenSocket = (address, events) => {
    const answered = new Set<string>();
    const socket = openWsSocket(address, {
      opened: () => this.isCut || events.opened(),
      received: (text) => {
        if (isNumbered(text)) this.doom?.();
        if (this.isCut) return;
        if (/^\{"type":"(?:ack|error)"/.test(text)) this.hear(text, answered);
        events.received(text);
      },
      closed: (code, reason) => this.isCut || events.closed(code, reason),
    });
    this.socket = socket;
    return {
      get bufferedBytes() {
        return socket.bufferedBytes;
      },
      send: (text) => this.isCut || this.send(socket, text),
      close: (code, reason) => this.isCut || socket.close(code, reason),
      destroy: () => this.isCut || socket.destroy(),
    };
  };

  /** Nothing passes any more. Half open: the daemon is left to believe that the app lives. */
  cut(isHalfOpen: boolean): void {
    this.isCut = true;
    if (!isHalfOpen) this.release();
  }

  /** The same just before the next message would be seen, if one comes in time. */
  cutAtNextEvent(isHalfOpen: boolean, withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = systemClock.after(withinMs, () => this.doom?.(), true);
      this.doom = () => {
        this.doom = null;
        timer.cancel();
        this.cut(isHalfOpen);
        resolve();
      };
    });
  }

  release(): void {
    this.socket?.destroy();
  }

  private send(socket: Socket, text: string): void {
    const isCommand = this.recognise(text);
    socket.send(text);
    if (isCommand) this.town.traffic.count('command');
  }

  /** True for a command that the daemon has to remember. */
  private recognise(text: string): boolean {
    const { ledger } = this.town;
    if (text.startsWith('{"type":"auth"')) this.scope = this.scopeOf(text);
    const marked = ledger.commands.get(/"(mark-\d+)"/.exec(text)?.[1] ?? '');
    const isBatch = text.startsWith('{"type":"location_batch"');
    if (marked === undefined && !isBatch) return false;
    const { id, ...content } = JSON.parse(text) as Content & { readonly id: unknown };
    const key = JSON.stringify(id);
    const known = marked ?? ledger.find(this.scope, key);
    const command = known ?? ledger.open(this.user, () => content);
    // Whether the library still waits for a batch of its own, only it knows.
    if (isBatch) ledger.close(command);
    ledger.sent(command, this.scope, key);
    return true;
  }

  private scopeOf(text: string): string {
    const { device } = JSON.parse(text) as { readonly device: string };
    return `device/${this.user}/${device}`;
  }

  private hear(text: string, answered: Set<string>): void {
    const message = JSON.parse(text) as AnswerMessage;
    const key = JSON.stringify(message.id);
    const command = this.town.ledger.find(this.scope, key);
    if (command === undefined) return;
    const answer = answerFrom(message);
    const isFinal = answer.ok || !answer.temporary;
    if (isFinal && answered.has(key)) this.town.fault(this.user, `${key} was answered twice`);
    if (isFinal) answered.add(key);
    this.town.ledger.answered(command, answer);
    this.town.traffic.count('answer');
  }
}

function isNumbered(text: string): boolean {
  return /^\{"type":"(?:driver_assigned|status_update|notification)".*"seq":/.test(text);
}

export function answerFrom(message: AnswerMessage): Answer {
  if (message.type === 'ack') return { ok: true, result: message.result };
  const { code, temporary, message: sentence } = message;
  return { ok: false, code, temporary, message: sentence };
}
