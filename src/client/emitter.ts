type Listener<Event> = (event: Event) => void;
type Listeners<Events> = { [Name in keyof Events]?: readonly Listener<Events[Name]>[] };

/**
 * Typed events. A listener that throws neither keeps the others from hearing the event nor breaks
 * whoever emits it: what it threw goes to `failed`.
 */
export class Emitter<Events> {
  private readonly listeners: Listeners<Events> = {};
  private readonly failed: (thrown: unknown, name: keyof Events) => void;

  constructor(failed: (thrown: unknown, name: keyof Events) => void) {
    this.failed = failed;
  }

  /** Answers how to stop listening; stopping twice does no harm. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    // Lists are replaced, never changed, so that one may stop listening while it is told.
    const own: Listener<Events[Name]> = (event) => listener(event);
    this.listeners[name] = [...(this.listeners[name] ?? []), own];
    return () => {
      this.listeners[name] = this.listeners[name]?.filter((each) => each !== own) ?? [];
    };
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    const listeners = this.listeners[name];
    if (listeners === undefined) return;
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (thrown) {
        this.failed(thrown, name);
      }
    }
  }

  hears(name: keyof Events): boolean {
    return (this.listeners[name]?.length ?? 0) > 0;
  }
}
