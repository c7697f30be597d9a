import type { Bus, BusTopic, BusTopics } from './bus.ts';

type Listener = (message: never) => void;

/**
 * The bus of a daemon that is alone: calls listeners at once, in the order they subscribed. One
 * that fails does not keep the message from the others; its error is thrown when all have heard.
 */
export function localBus(): Bus {
  const listeners = new Map<BusTopic, Set<Listener>>();
  return {
    publish<Topic extends BusTopic>(topic: Topic, message: BusTopics[Topic]) {
      const errors: unknown[] = [];
      for (const listener of listeners.get(topic) ?? []) {
        try {
          (listener as (message: BusTopics[Topic]) => void)(message);
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
