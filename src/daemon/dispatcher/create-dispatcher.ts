import type { Clock } from '../../clock/index.ts';
import type { Actor, BookingCommand } from '../../core/index.ts';
import type { Point } from '../../protocol/index.ts';
import type { Bus } from '../bus/bus.ts';
import type { Limits } from '../config/config.ts';
import type { Log } from '../services.ts';
import type { Counters } from '../stats/counters.ts';
import type { CommandPolicy, CommandRequest, IdempotencyKey, Store } from '../store/store.ts';
import type { TimeGate } from '../timers/time-gate.ts';
import { UnderWay } from '../under-way.ts';
import type { Dispatcher } from './dispatcher.ts';
import { publishOutcome, tell } from './publish-outcome.ts';
import { Queue } from './queue.ts';
import { type Refused, refuseFault, refuseOverload, refuseShutdown } from './refuse-fault.ts';

export interface DispatcherParts {
  readonly store: Pick<Store, 'execute' | 'notify'>;
  /** Service time. */
  readonly clock: Clock;
  readonly gate: Pick<TimeGate, 'pass'>;
  /** Time of the wall. */
  readonly wallClock: Pick<Clock, 'monotonic'>;
  readonly bus: Bus;
  readonly log: Log;
  readonly policy: CommandPolicy;
  /** Where a driver was last seen. */
  readonly positionOf: (driverId: string) => Point | null;
  /** Hears of each timer that a command has set. */
  readonly timers: { arm(dueAtMs: number): void };
  /** Of commands that wait; further ones are refused `overloaded`. */
  readonly limits: Pick<Limits, 'commandsQueuedMax' | 'commandsWaitMs'>;
  readonly counters: Pick<Counters, 'drop'>;
}

export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { store, clock, gate, wallClock, bus, log, policy, counters } = parts;
  const queue = new Queue(parts.limits);
  const underWay = new UnderWay();
  let isClosed = false;

  /** Every door goes this way in the same number of steps, so that commits are told in order. */
  const run = <Outcome>(
    call: () => Promise<Outcome>,
    publish: (outcome: Outcome) => void,
  ): Promise<Outcome | Refused> => {
    if (isClosed) return Promise.resolve(refuseShutdown());
    const nowMs = wallClock.monotonic();
    const overload = queue.overload(nowMs);
    if (overload !== null) {
      counters.drop('overloaded');
      return Promise.resolve(refuseOverload(overload.waitMs));
    }
    const leave = queue.enter(nowMs);
    underWay.begin();
    const told = gate.pass(() =>
      call().then((outcome): Outcome | Refused => {
        publish(outcome);
        return outcome;
      }),
    );
    return told
      .catch((error: unknown) => refuseFault(error, { log, clock, counters }))
      .finally(() => {
        leave(wallClock.monotonic());
        underWay.end();
      });
  };

  const requestOf = (
    command: BookingCommand,
    actor: Actor,
    key: IdempotencyKey | undefined,
  ): CommandRequest => {
    const position = positionFor(command, actor, parts.positionOf);
    return {
      command,
      actor,
      nowMs: clock.now(),
      policy,
      ...(key === undefined ? {} : { key }),
      ...(position === null ? {} : { position }),
    };
  };

  return {
    submit(command, actor, key) {
      return run(
        () => store.execute(requestOf(command, actor, key)),
        (outcome) => {
          publishOutcome(outcome, parts);
          if (command.kind !== 'rate' || !outcome.ok || !outcome.rated) return;
          const { bookingId, rating } = command;
          tell(log, () => bus.publish('rated', { bookingId, by: actor, rating }));
        },
      );
    },
    notify(to, event, data, key) {
      const content = { to, event, data, ...(key === undefined ? {} : { key }) };
      return run(
        () => store.notify({ ...content, nowMs: clock.now() }),
        (outcome) => {
          const delivery = outcome.ok ? outcome.delivery : null;
          if (delivery !== null) tell(log, () => bus.publish('delivery', delivery));
        },
      );
    },
    drain: () => underWay.idle(),
    close() {
      isClosed = true;
    },
  };
}

/** That of the driver who is named, or who asks. Who else has the booking is not known here. */
function positionFor(
  command: BookingCommand,
  actor: Actor,
  positionOf: (driverId: string) => Point | null,
): Point | null {
  if (command.kind === 'assign') return positionOf(command.driverId);
  return actor.role === 'driver' ? positionOf(actor.userId) : null;
}
