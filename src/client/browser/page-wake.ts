/** The few things of a page that are needed here; a worker has no `document`. */
interface Target {
  addEventListener(name: string, listener: () => void): void;
  removeEventListener(name: string, listener: () => void): void;
}
interface Page {
  readonly document?: Target & { readonly visibilityState: string };
  readonly addEventListener?: Target['addEventListener'];
  readonly removeEventListener?: Target['removeEventListener'];
}

/** Calls when the network is back, or the page is looked at again. Answers how to stop. */
export function onPageWake(listener: () => void, page: Page = thisPage()): () => void {
  const { document } = page;
  const becameVisible = () => {
    if (document?.visibilityState === 'visible') listener();
  };
  page.addEventListener?.('online', listener);
  document?.addEventListener('visibilitychange', becameVisible);
  return () => {
    page.removeEventListener?.('online', listener);
    document?.removeEventListener('visibilitychange', becameVisible);
  };
}

/** The compiler knows Node's globals only. */
function thisPage(): Page {
  return globalThis as Page;
}
