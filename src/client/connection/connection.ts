import type { Clock, Timer } from '../../clock/index.ts';
import { CLOSES } from '../../protocol/index.ts';
import type { ClientLimits } from '../client-limits.ts';
import { closeMeaning } from './close-reason.ts';
import {
  type MachineContext,
  type Step,
  startConnection,
  stepConnection,
} from './connection-machine.ts';
import {
  ABNORMAL_CLOSURE,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
} from './connection-state.ts';
import { type ConnectionStatus, describeState } from './connection-status.ts';
import { watchSleep } from './sleep-watch.ts';
import type { Address, OpenSocket, Socket } from './socket.ts';
import type { TokenSource } from './token-source.ts';

const PING = '{"type":"ping"}';
const NORMAL_CLOSURE = 1000;

export interface ConnectionPorts {
  readonly address: Address;
  readonly tokens: TokenSource;
  readonly openSocket: OpenSocket;
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: ClientLimits;
}

export interface ConnectionOwner {
  /** The first message of a new connection. */
  greeting(token: string | undefined): string;
  received(text: string): void;
  changed(status: ConnectionStatus): void;
}

/** Runs the connection machine: one socket, one timer, and the effects that the machine names. */
export class Connection {
  private told: ConnectionStatus;
  private readonly ports: ConnectionPorts;
  private readonly owner: ConnectionOwner;
  private readonly sleepWatch: Timer;
  private state: ConnectionState;
  private socket: Socket | null = null;
  /** Counts sockets, those included that waited for a token only. */
  private generation = 0;
  private token: string | undefined;
  private timer: Timer | null = null;
  private lastFrameAtMs = 0;
  private hungUp: (() => void) | null = null;
  private readonly effects: Readonly<Record<ConnectionEffect, () => void>> = {
    open: () => this.open(),
    authenticate: () => this.send(this.owner.greeting(this.token)),
    probe: () => this.send(PING),
    drop: () => this.drop(),
    hang_up: () => this.hangUp(),
  };

  constructor(ports: ConnectionPorts, owner: ConnectionOwner) {
    this.ports = ports;
    this.owner = owner;
    this.sleepWatch = watchSleep(ports.clock, () => this.apply({ type: 'woken' }));
    const first = startConnection(this.context());
    this.state = first.state;
    this.told = describeState(first.state, ports.clock);
    this.enter(first);
  }

  get status(): ConnectionStatus {
    return this.told;
  }

  /** Whether commands may be sent: the session is open, though perhaps under suspicion. */
  get isOpen(): boolean {
    return this.state.name === 'live' || this.state.name === 'stale';
  }

  get bufferedBytes(): number {
    return this.socket?.bufferedBytes ?? 0;
  }

  send(text: string): void {
    this.socket?.send(text);
  }

  apply(event: ConnectionEvent): void {
    const step = stepConnection(this.state, event, this.context());
    if (step.state !== this.state) this.enter(step);
  }

  /** Resolves when the socket is gone, at the latest after `closeTimeoutMs`. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.hungUp = resolve;
      this.apply({ type: 'close' });
    });
  }

  private context(): MachineContext {
    const { clock, random, limits } = this.ports;
    const nowMs = clock.monotonic();
    return { nowMs, quietMs: nowMs - this.lastFrameAtMs, random, limits };
  }

  private enter(step: Step): void {
    this.state = step.state;
    this.arm(step.state);
    for (const effect of step.effects) this.effects[effect]();
    // An effect may have led on already, over a transport that answers at once.
    if (this.state === step.state) this.tell(describeState(step.state, this.ports.clock));
  }

  private arm(state: ConnectionState): void {
    this.timer?.cancel();
    this.timer = null;
    if (state.name === 'refused' || state.name === 'closed') {
      this.sleepWatch.cancel();
      return;
    }
    const delayMs = state.dueAtMs - this.ports.clock.monotonic();
    // While no socket holds the process, the promise to come back does.
    this.timer = this.ports.clock.after(delayMs, () => this.apply({ type: 'due' }), true);
  }

  private tell(status: ConnectionStatus): void {
    if (status.state === this.told.state) return;
    this.told = status;
    this.owner.changed(status);
  }

  private open(): void {
    this.generation += 1;
    const token = this.ports.tokens.get();
    if (!(token instanceof Promise)) {
      this.openSocket(token);
      return;
    }
    token.then(
      this.ifCurrent((asked: string) => this.openSocket(asked)),
      this.ifCurrent((error: unknown) =>
        this.lose(ABNORMAL_CLOSURE, `no token: ${messageOf(error)}`),
      ),
    );
  }

  private openSocket(token: string | undefined): void {
    this.token = token;
    const lose = this.ifCurrent((code: number, reason: string) => this.lose(code, reason));
    try {
      this.socket = this.ports.openSocket(this.ports.address, {
        opened: this.ifCurrent(() => this.apply({ type: 'opened' })),
        received: this.ifCurrent((text: string) => this.receive(text)),
        closed: lose,
      });
    } catch (error) {
      // Browsers throw for what a page may not open; told later, as every loss is.
      queueMicrotask(() => lose(ABNORMAL_CLOSURE, messageOf(error)));
    }
  }

  /** What an earlier socket still tells must not touch a later session. */
  private ifCurrent<Args extends unknown[]>(run: (...args: Args) => void): (...args: Args) => void {
    const generation = this.generation;
    return (...args) => {
      if (generation === this.generation) run(...args);
    };
  }

  private receive(text: string): void {
    this.lastFrameAtMs = this.ports.clock.monotonic();
    if (this.state.name === 'stale') this.apply({ type: 'received' });
    this.owner.received(text);
  }

  private lose(code: number, reason: string): void {
    this.socket = null;
    const { tokens } = this.ports;
    const isRevoked = code === CLOSES.token_revoked.code;
    const canRenewToken = isRevoked ? tokens.isTried(this.token) : tokens.canReplace(this.token);
    const isStale = code === CLOSES.token_expired.code || code === CLOSES.invalid_token.code;
    if (isStale || isRevoked) tokens.forget(this.token);
    this.apply({ type: 'lost', code, reason: reason || closeMeaning(code), canRenewToken });
    this.finish();
  }

  private drop(): void {
    this.generation += 1;
    this.socket?.destroy();
    this.socket = null;
    this.finish();
  }

  private hangUp(): void {
    const { clock, limits } = this.ports;
    this.socket?.close(NORMAL_CLOSURE, '');
    this.timer = clock.after(limits.closeTimeoutMs, () => this.drop());
  }

  private finish(): void {
    if (this.state.name !== 'closed') return;
    this.timer?.cancel();
    this.hungUp?.();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
