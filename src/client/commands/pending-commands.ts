import type { Clock } from '../../clock/index.ts';
import { PROTOCOL_LIMITS, type ServerMessageOf } from '../../protocol/index.ts';
import { ClientError, fromWireError } from '../client-error.ts';
import type { ClientLimits } from '../client-limits.ts';
import type { SendOptions } from '../client-options.ts';
import { randomName } from '../random-name.ts';
import { refuseLarge } from './payload.ts';
import type { PendingCommand } from './pending-command.ts';
import { countsAsTry, isRetried, pauseMs } from './retry.ts';

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
    { id = this.nextId(), timeoutMs = this.ports.limits.commandTimeoutMs }: SendOptions = {},
  ): Promise<unknown> {
    const text = JSON.stringify({ ...message, id });
    const same = this.commands.get(id);
    if (same?.text === text) return new Promise((...caller) => same.callers.push(caller));
    const refusal = refuseId(id, same) ?? this.refuseFull() ?? refuseLarge(text);
    if (refusal !== null) return Promise.reject(refusal);
    const endsAtMs = this.ports.clock.monotonic() + timeoutMs;
    return new Promise((...caller) => {
      const { type } = message;
      this.add({ id, text, type, endsAtMs, callers: [caller], retries: 0, timer: null });
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
    for (const [resolve] of command?.callers ?? []) resolve(result);
    return command !== undefined;
  }

  /** Answers whether the error was about one of these. */
  refuse(error: ServerMessageOf<'error'>): boolean {
    const command = this.commands.get(String(error.id));
    if (command === undefined) return false;
    const isTriedAgain = isRetried(error) && this.retry(command, error);
    if (!isTriedAgain) this.fail(command.id, fromWireError(error));
    return true;
  }

  failAll(error: ClientError): void {
    this.isOpen = false;
    for (const id of [...this.commands.keys()]) this.fail(id, error);
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
    const delayMs = pauseMs(error, command.retries, random);
    const isTooLate = clock.monotonic() + delayMs >= command.endsAtMs;
    if (isTooLate || command.retries >= limits.retriesMax) return false;
    if (countsAsTry(error)) command.retries += 1;
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
    this.fail(id, new ClientError('timeout', text, { temporary: true }));
  }

  private fail(id: string, error: ClientError): void {
    for (const [, reject] of this.take(id)?.callers ?? []) reject(error);
  }

  private take(id: string): PendingCommand | undefined {
    const command = this.commands.get(id);
    command?.timer?.cancel();
    this.commands.delete(id);
    return command;
  }

  private nextId(): string {
    this.idNumber += 1;
    return `${this.idPrefix}-${this.idNumber}`;
  }

  private refuseFull(): ClientError | null {
    const { commandsMax } = this.ports.limits;
    if (this.commands.size < commandsMax) return null;
    const text = `${commandsMax} commands wait for an answer already`;
    return new ClientError('queue_full', text, { temporary: true });
  }
}

/** As the daemon does, though where it cannot name the command nobody would learn of it. */
function refuseId(id: string, same: PendingCommand | undefined): ClientError | null {
  const { requestIdLengthMax } = PROTOCOL_LIMITS;
  if (same !== undefined) {
    return new ClientError('id_reused', `another command waits under the id ${id}`);
  }
  if (id.length > 0 && id.length <= requestIdLengthMax) return null;
  return new ClientError('invalid_message', `an id has 1 to ${requestIdLengthMax} characters`);
}
