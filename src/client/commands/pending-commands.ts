import type { Clock } from '../../clock/index.ts';
import type { ServerMessageOf } from '../../protocol/index.ts';
import { ClientError, fromWireError } from '../client-error.ts';
import type { ClientLimits } from '../client-limits.ts';
import { randomName } from '../random-name.ts';
import { refuseLarge } from './payload.ts';
import type { PendingCommand } from './pending-command.ts';

/** Refusals after which the same frame is sent again, by itself. */
const RETRIED_CODES = new Set(['rate_limited', 'overloaded', 'unavailable', 'shutting_down']);
/** While the daemon cannot store anything a command waits as it does while one is offline. */
const OUTAGE_CODE = 'unavailable';
const RETRY_AFTER_MS = 1_000;

interface PendingPorts {
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: ClientLimits;
  readonly transmit: (text: string) => void;
  /** A connection that died silently swallows commands; called when an answer is slow. */
  readonly suspect: () => void;
}

/**
 * Commands until they are answered. Each is sent on every connection until its one answer comes,
 * under the same id, so that the daemon carries it out once.
 */
export class PendingCommands {
  private readonly ports: PendingPorts;
  /** In the order of asking, which is the order of sending again. */
  private readonly commands = new Map<string, PendingCommand>();
  private readonly idPrefix: string;
  private idNumber = 0;
  private isOpen = false;

  constructor(ports: PendingPorts) {
    this.ports = ports;
    // The daemon remembers ids for a day, longer than a page stays loaded.
    this.idPrefix = randomName(ports.random);
  }

  /** Resolves with the `result` of the answer. */
  send<Message extends { readonly type: string }>(
    message: Message,
    timeoutMs?: number,
  ): Promise<unknown> {
    this.idNumber += 1;
    const id = `${this.idPrefix}-${this.idNumber}`;
    const text = JSON.stringify({ ...message, id });
    const refusal = this.refuseFull() ?? refuseLarge(text);
    if (refusal !== null) return Promise.reject(refusal);
    const { clock, limits } = this.ports;
    const endsAtMs = clock.monotonic() + (timeoutMs ?? limits.commandTimeoutMs);
    return new Promise((resolve, reject) => {
      const { type } = message;
      this.add({ id, text, type, endsAtMs, resolve, reject, retries: 0, timer: null });
    });
  }

  /** A session is open: everything unanswered goes out again. */
  open(): void {
    this.isOpen = true;
    for (const command of this.commands.values()) this.transmit(command);
  }

  /** The connection is lost: what was sent may or may not have arrived. */
  interrupt(): void {
    this.isOpen = false;
    for (const command of this.commands.values()) this.expireLater(command, Infinity);
  }

  /** Answers whether the id was one of these. */
  acknowledge({ id, result }: ServerMessageOf<'ack'>): boolean {
    const command = this.take(String(id));
    command?.resolve(result);
    return command !== undefined;
  }

  /** Answers whether the error was about one of these. */
  refuse(error: ServerMessageOf<'error'>): boolean {
    const command = this.commands.get(String(error.id));
    if (command === undefined) return false;
    const isRetried = RETRIED_CODES.has(error.code) && this.retry(command, error);
    if (!isRetried) this.take(command.id)?.reject(fromWireError(error));
    return true;
  }

  failAll(error: ClientError): void {
    this.isOpen = false;
    for (const id of [...this.commands.keys()]) this.take(id)?.reject(error);
  }

  private add(command: PendingCommand): void {
    this.commands.set(command.id, command);
    if (this.isOpen) this.transmit(command);
    else this.expireLater(command, Infinity);
  }

  private transmit(command: PendingCommand): void {
    const { slowAnswerMs, answerTimeoutMs } = this.ports.limits;
    this.ports.transmit(command.text);
    this.wait(command, slowAnswerMs, () => {
      this.expireLater(command, answerTimeoutMs - slowAnswerMs);
      this.ports.suspect();
    });
  }

  /** Answers false when it has been tried often or long enough. */
  private retry(command: PendingCommand, error: ServerMessageOf<'error'>): boolean {
    const { clock, random, limits } = this.ports;
    const { code, retry_after_ms: retryAfterMs = RETRY_AFTER_MS } = error;
    // A little later than asked, and not all at once.
    const delayMs = retryAfterMs * (1 + random() / 4);
    const isTooLate = clock.monotonic() + delayMs >= command.endsAtMs;
    if (isTooLate || command.retries >= limits.retriesMax) return false;
    if (code !== OUTAGE_CODE) command.retries += 1;
    command.timer?.cancel();
    command.timer = clock.after(delayMs, () => this.transmit(command));
    return true;
  }

  private expireLater(command: PendingCommand, patienceMs: number): void {
    this.wait(command, patienceMs, () => this.expire(command));
  }

  /** One timer a command: to `then`, or to its own end if that comes first. */
  private wait(command: PendingCommand, delayMs: number, then: () => void): void {
    const { clock } = this.ports;
    const leftMs = command.endsAtMs - clock.monotonic();
    const next = delayMs < leftMs ? then : () => this.expire(command);
    command.timer?.cancel();
    command.timer = clock.after(Math.min(leftMs, delayMs), next);
  }

  private expire({ id, type }: PendingCommand): void {
    const text = `no answer to ${type} in time; whether it was carried out is unknown`;
    this.take(id)?.reject(new ClientError('timeout', text, { temporary: true }));
  }

  private take(id: string): PendingCommand | undefined {
    const command = this.commands.get(id);
    command?.timer?.cancel();
    this.commands.delete(id);
    return command;
  }

  private refuseFull(): ClientError | null {
    const { commandsMax } = this.ports.limits;
    if (this.commands.size < commandsMax) return null;
    const text = `${commandsMax} commands wait for an answer already`;
    return new ClientError('queue_full', text, { temporary: true });
  }
}
