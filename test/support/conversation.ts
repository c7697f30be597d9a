import { compileSchema } from '../../src/protocol/decode.ts';
import type {
  AnyServerMessage,
  ServerMessageOf,
  ServerMessageType,
} from '../../src/protocol/index.ts';
import { SERVER_MESSAGES } from '../../src/protocol/schemas/server-messages.ts';

export type Answer = ServerMessageOf<'ack'> | ServerMessageOf<'error'>;
type Fields<Type extends ServerMessageType> = Partial<ServerMessageOf<Type>>;
type Matches = (message: AnyServerMessage) => boolean;

const validators = new Map(
  Object.entries(SERVER_MESSAGES).map(([type, { schema }]) => [type, compileSchema(schema)]),
);

/** What a client may hear while it has no session. */
const BEFORE_OPEN = new Set(['ping', 'pong', 'ack', 'error', 'disconnect']);

/** How long a test waits for what has to come; only a failing one waits so long. */
const PATIENCE_MS = 10_000;

/**
 * One client's side of the protocol, whatever carries it: what it is sent is checked against the
 * published schemas and read in order, as from a transcript. `next` goes on from the message that
 * the last one found.
 */
export abstract class Conversation {
  /** Everything but pings, in the order of arrival. */
  readonly received: AnyServerMessage[] = [];
  readonly pings: ServerMessageOf<'ping'>[] = [];
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  private readonly waiting = new Set<() => void>();
  private resolveClosed: (code: number) => void = () => {};
  private closeCode: number | null = null;
  private isOpen = false;
  private lastSeq = 0;
  private readCount = 0;
  private lastId = 0;

  constructor() {
    this.closed = new Promise((resolve) => {
      this.resolveClosed = resolve;
    });
  }

  abstract sendText(text: string): void;

  send(message: object): void {
    this.sendText(JSON.stringify(message));
  }

  /** Sends a command and resolves to its `ack` or `error`. */
  ask(message: object): Promise<Answer> {
    this.lastId += 1;
    const id = this.lastId;
    this.send({ ...message, id });
    return this.answerTo(id);
  }

  /** The `ack` or `error` that has this id. */
  async answerTo(id: number | string): Promise<Answer> {
    const isAnswer: Matches = (each) => 'id' in each && each.id === id;
    const [found] = await this.find(isAnswer, () => 0, `the answer to ${id}`);
    return found as Answer;
  }

  /** Sends a command that has to succeed, and resolves to its `result`. */
  async must(message: object): Promise<unknown> {
    const answer = await this.ask(message);
    if (answer.type === 'ack') return answer.result;
    throw new Error(`${answer.code}: ${answer.message} (${JSON.stringify(message)})`);
  }

  /** The next message, from where the last `next` stopped, that has these fields. */
  async next<Type extends ServerMessageType>(
    type: Type,
    fields: Fields<Type> = {},
  ): Promise<ServerMessageOf<Type>> {
    const wanted = Object.entries({ type, ...fields });
    const matches: Matches = (message) =>
      wanted.every(([name, value]) => Reflect.get(message, name) === value);
    const described = JSON.stringify(Object.fromEntries(wanted));
    const [message, index] = await this.find(matches, () => this.readCount, described);
    this.readCount = index + 1;
    return message as ServerMessageOf<Type>;
  }

  all<Type extends ServerMessageType>(type: Type): ServerMessageOf<Type>[] {
    return this.received.filter((message) => message.type === type) as ServerMessageOf<Type>[];
  }

  protected hear(text: string): void {
    const message = JSON.parse(text) as AnyServerMessage;
    checkAgainstSchema(message, text);
    this.checkOrder(message);
    if (message.type === 'ping') this.pings.push(message);
    else this.received.push(message);
    this.lookAgain();
  }

  protected end(code: number): void {
    if (code >= 4_000 && this.all('disconnect').at(-1)?.code !== code) {
      report(`closed with ${code} without a word`);
    }
    this.closeCode = code;
    this.resolveClosed(code);
    this.lookAgain();
  }

  /** What holds for every session, whatever a test is about. */
  private checkOrder(message: AnyServerMessage): void {
    if (message.type === 'authenticated') this.isOpen = true;
    else if (!this.isOpen && !BEFORE_OPEN.has(message.type)) {
      report(`${message.type} came before authenticated`);
    } else if ('seq' in message && message.seq !== undefined) {
      if (message.seq <= this.lastSeq) report(`${message.seq} came after ${this.lastSeq}`);
      this.lastSeq = message.seq;
    }
  }

  private lookAgain(): void {
    for (const look of this.waiting) look();
  }

  private find(
    matches: Matches,
    from: () => number,
    described: string,
  ): Promise<[AnyServerMessage, number]> {
    return new Promise((resolve, reject) => {
      const settle = (work: () => void) => {
        clearTimeout(deadline);
        this.waiting.delete(look);
        work();
      };
      const fail = (why: string) => {
        const seen = this.received.slice(from()).map((message) => JSON.stringify(message));
        reject(new Error(`${why} ${described}; there came:\n${seen.join('\n')}`));
      };
      const look = () => {
        const index = this.received.findIndex((each, at) => at >= from() && matches(each));
        const message = this.received[index];
        if (message !== undefined) settle(() => resolve([message, index]));
        else if (this.closeCode !== null)
          settle(() => fail(`closed with ${this.closeCode} before`));
      };
      const deadline = setTimeout(() => settle(() => fail('waited in vain for')), PATIENCE_MS);
      this.waiting.add(look);
      look();
    });
  }
}

/** No test may pass over a frame that the documentation does not describe. */
function checkAgainstSchema(message: AnyServerMessage, text: string): void {
  const validator = validators.get(message.type);
  const known = Object.keys(SERVER_MESSAGES[message.type]?.schema.properties ?? {});
  const strange = Object.keys(message).filter((name) => !known.includes(name));
  if (validator?.Check(message) === true && strange.length === 0) return;
  report(`the daemon sent what its schemas do not have: ${strange} in ${text}`);
}

/** Outside of the caller, which may be the daemon itself and would answer it as its own fault. */
function report(problem: string): void {
  const fault = new Error(problem);
  queueMicrotask(() => {
    throw fault;
  });
}
