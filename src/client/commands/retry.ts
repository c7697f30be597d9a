import type { ErrorCode, ServerMessageOf } from '../../protocol/index.ts';

type WireError = ServerMessageOf<'error'>;

/** Refusals after which the same frame is sent again, by itself. */
const RETRIED_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  'rate_limited',
  'overloaded',
  'unavailable',
  'shutting_down',
  'internal',
]);
/** While the daemon cannot store anything a command waits as it does while one is offline. */
const OUTAGE_CODE: ErrorCode = 'unavailable';
/** It may have carried the command out; asked again under the same id, it tells. */
const FAULT_CODE: ErrorCode = 'internal';
const RETRY_AFTER_MS = 1_000;

export function isRetried({ code }: WireError): boolean {
  return RETRIED_CODES.has(code);
}

/** Whether it counts among the tries, of which there are only so many. */
export function countsAsTry({ code }: WireError): boolean {
  return code !== OUTAGE_CODE;
}

/** A little later than asked, and not all at once; a fault that lasts is met ever more rarely. */
export function pauseMs(error: WireError, retries: number, random: () => number): number {
  const { code, retry_after_ms: retryAfterMs = RETRY_AFTER_MS } = error;
  const growth = code === FAULT_CODE ? 2 ** retries : 1;
  return retryAfterMs * growth * (1 + random() / 4);
}
