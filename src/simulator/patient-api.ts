import { type ApiClient, ClientError } from '../client/index.ts';
import type { Clock } from '../clock/index.ts';

const RETRY_MS = 500;

/**
 * The API for the end of a run: a daemon that is being started again, or that has had too many
 * requests, is asked anew for as long as `patienceMs`, unless `signal` says otherwise.
 */
export function patientApi(
  api: ApiClient,
  clock: Clock,
  patienceMs: number,
  signal?: AbortSignal,
): Pick<ApiClient, 'call'> {
  return {
    async call(name, ...options) {
      const endsAtMs = clock.monotonic() + patienceMs;
      for (;;) {
        try {
          return await api.call(name, ...options);
        } catch (error) {
          const isTemporary = error instanceof ClientError && error.temporary;
          if (!isTemporary || signal?.aborted || clock.monotonic() >= endsAtMs) throw error;
          await pause(clock, error.retryAfterMs ?? RETRY_MS);
        }
      }
    },
  };
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve, true);
  });
}
