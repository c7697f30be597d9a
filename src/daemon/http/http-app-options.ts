import type { Refusal } from '../../protocol/index.ts';
import type { Control } from '../control.ts';

export interface HttpAppOptions {
  readonly control: Control;
  /** The operator's own socket, where no token is needed: whoever can open it is the operator. */
  readonly operator: boolean;
  /** False while the daemon starts or drains: `/readyz` then answers 503. */
  readonly isReady: () => boolean;
  /** Counts a bad token, together with those of WebSockets; answers what its bearer is told. */
  readonly countBadToken: (address: string, refusal: Refusal) => Refusal;
}
