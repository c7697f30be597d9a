import type { NetworkEars } from '../environment.ts';

type Listener = (event: { readonly type: string; readonly persisted?: boolean }) => unknown;
/** The few things of a page that are needed here; a worker has no `document`. */
interface Target {
  addEventListener(name: string, listener: Listener): void;
  removeEventListener(name: string, listener: Listener): void;
}
interface Page extends Partial<Target> {
  readonly document?: Target & { readonly visibilityState: string };
}

/** Tells when the network comes and goes, and when the page is back. Answers how to stop. */
export function onPageWake({ woken, doubted }: NetworkEars, page: Page = thisPage()): () => void {
  const { document } = page;
  const ears: readonly [Partial<Target> | undefined, name: string, Listener][] = [
    [page, 'online', woken],
    [page, 'offline', doubted],
    // Back from where browsers keep whole pages; the first time it is shown says nothing.
    [page, 'pageshow', ({ persisted }) => persisted === true && woken()],
    [document, 'visibilitychange', () => document?.visibilityState === 'visible' && woken()],
    // It was frozen and goes on, though perhaps still hidden.
    [document, 'resume', woken],
  ];
  for (const [target, name, listener] of ears) target?.addEventListener?.(name, listener);
  return () => {
    for (const [target, name, listener] of ears) target?.removeEventListener?.(name, listener);
  };
}

/** The compiler knows Node's globals only. */
function thisPage(): Page {
  return globalThis as Page;
}
