import type { Bus, BusTopic, BusTopics } from './bus.ts';

type Listener = (message: never) => void;

/** The bus of a daemon that is alone: calls listeners at once, in the order they subscribed. */
export function localBus(): Bus {
  const listeners = new Map<BusTopic, Set<Listener>>();
  return {
    publish<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]) {
      for (const listener of listeners.get(topic) ?? []) {
        (listener as (message: BusTopics[Topic]) => void)(message);
      }
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
