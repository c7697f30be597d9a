import type {
  OperationAnswer,
  OperationName,
  OperationRequest,
  Refusal,
  UserKey,
} from '../../protocol/index.ts';
import type { Control } from '../control.ts';
import type { Services } from '../services.ts';
import type { IdempotencyKey } from '../store/store.ts';

/** One request, checked and authenticated. */
export interface OperationCall<Name extends OperationName> extends OperationRequest<Name> {
  readonly services: Services;
  readonly control: Control;
  /** Always an admin. */
  readonly user: UserKey;
  /** Only where the operation honours `Idempotency-Key` and one was sent. */
  readonly key: IdempotencyKey | undefined;
}

export type OperationReply<Name extends OperationName> =
  | { readonly ok: true; readonly answer: OperationAnswer<Name> }
  | { readonly ok: false; readonly refusal: Refusal };

export type OperationHandler<Name extends OperationName> = (
  call: OperationCall<Name>,
) => OperationReply<Name> | Promise<OperationReply<Name>>;

export function answer<Answer>(value: Answer): { readonly ok: true; readonly answer: Answer } {
  return { ok: true, answer: value };
}

export function refuse(
  code: Refusal['code'],
  message: string,
  details?: Refusal['details'],
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message, ...(details === undefined ? {} : { details }) } };
}
