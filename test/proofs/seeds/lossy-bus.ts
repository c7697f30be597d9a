import type { Clock } from '../../../src/clock/index.ts';
import type { Bus } from '../../../src/daemon/bus/bus.ts';
import { localBus } from '../../../src/daemon/bus/local-bus.ts';
import type { Random } from '../../../src/simulator/random.ts';

/**
 * As a bus between daemons may be: it loses what is told of the users' streams, tells it late or
 * twice. That may cost a delay, and never a message.
 */
export function lossyBus(clock: Clock, random: Random, isRough: () => boolean): Bus {
  const bus = localBus();
  return {
    subscribe: (topic, listener) => bus.subscribe(topic, listener),
    publish(topic, message) {
      const chance = random.next();
      if (topic !== 'delivery' || !isRough() || chance < 0.9) bus.publish(topic, message);
      else if (chance < 0.95) return;
      else if (chance < 0.97) for (const each of [message, message]) bus.publish(topic, each);
      else clock.after(random.integer(1, 3_000), () => bus.publish(topic, message));
    },
  };
}
