import type { Clock } from '../clock/index.ts';
import { cleanDeep } from '../text/clean.ts';
import { EMPTY_MODEL, type Model } from './model/model.ts';
import { type Happening, update } from './model/update.ts';

/** The model as it was at one moment, with that moment on the monotonic clock. */
export interface Snapshot {
  readonly model: Model;
  readonly atMs: number;
}

/** Four frames a second are enough to follow; a rush hour then costs no more than a quiet night. */
const PERIOD_MS = 250;

export interface Store {
  /** Folds one happening in; the only door, so everything from the wire is cleaned here. */
  fold(happening: Happening): void;
  /** Stays the same object between two ticks, as `useSyncExternalStore` wants it. */
  snapshot(): Snapshot;
  /** Calls back after each tick; the answer ends that. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

export function createStore(clock: Clock): Store {
  let model = EMPTY_MODEL;
  let published: Snapshot = { model, atMs: clock.monotonic() };
  const listeners = new Set<() => void>();
  const fold = (happening: Happening) => {
    model = update(model, cleanDeep(happening), clock.monotonic());
  };
  const timer = clock.every(PERIOD_MS, () => {
    fold({ kind: 'tick' });
    published = { model, atMs: clock.monotonic() };
    for (const listener of listeners) listener();
  });
  return {
    fold,
    snapshot: () => published,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => timer.cancel(),
  };
}
