import type { Refusal } from '../../protocol/index.ts';

export interface HttpAppOptions {
  /** True on the operator's own socket, where no token is needed. */
  readonly operator: boolean;
  /** False while the daemon starts or drains: `/readyz` then answers 503. */
  readonly isReady: () => boolean;
  /** Counts a bad token, together with those of WebSockets; answers what its bearer is told. */
  readonly countBadToken: (address: string, refusal: Refusal) => Refusal;
}
