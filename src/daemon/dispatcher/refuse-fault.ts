import type { Refusal } from '../../protocol/index.ts';
import type { Services } from '../services.ts';
import { isOutage, StoreError } from '../store/store-error.ts';

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** Time after which a queue that was full has usually moved on. */
const RETRY_AFTER_MS = 1_000;
/** Somebody has to come and free the disk. */
const OUTAGE_RETRY_AFTER_MS = 5_000;

export function refuseOverload(waitMs = 0): Refused {
  const message = 'Too many commands wait for the disk; try again in a moment.';
  const retryAfterMs = Math.max(RETRY_AFTER_MS, Math.ceil(waitMs));
  return { ok: false, refusal: { code: 'overloaded', message, retryAfterMs } };
}

export function refuseShutdown(): Refused {
  const message = 'The daemon is stopping; try again after the reconnect.';
  return { ok: false, refusal: { code: 'shutting_down', message, retryAfterMs: RETRY_AFTER_MS } };
}

/** What the operator has to mend is in the log once, not for each command. */
function refuseOutage(): Refused {
  const message = 'The daemon cannot store anything at the moment; try again in a while.';
  const refusal: Refusal = { code: 'unavailable', message, retryAfterMs: OUTAGE_RETRY_AFTER_MS };
  return { ok: false, refusal };
}

/** A fault of the daemon as a temporary refusal; what happened is in the log only. */
export function refuseFault(
  error: unknown,
  { log, clock, counters }: Pick<Services, 'log' | 'clock' | 'counters'>,
): Refused {
  if (error instanceof StoreError && error.code === 'overloaded') return refuseOverload();
  if (error instanceof StoreError && error.code === 'closed') return refuseShutdown();
  if (isOutage(error)) return refuseOutage();
  counters.drop('internal');
  const reference = clock.now().toString(36);
  const hint = error instanceof StoreError ? error.hint : '';
  log.error({ reference, err: error, hint }, 'something that was asked failed');
  const message = `The daemon failed to do it; its log has the reference ${reference}.`;
  const refusal: Refusal = {
    code: 'internal',
    message,
    details: { reference },
    retryAfterMs: RETRY_AFTER_MS,
  };
  return { ok: false, refusal };
}
