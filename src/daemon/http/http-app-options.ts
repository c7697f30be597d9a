import type { AuthFailures } from '../gateway/auth-failures.ts';

export interface HttpAppOptions {
  /** True on the operator's own socket, where no token is needed. */
  readonly operator: boolean;
  /** False while the daemon starts or drains: `/readyz` then answers 503. */
  readonly isReady: () => boolean;
  /** Bad tokens by address, counted together with those of WebSockets. */
  readonly failures: AuthFailures;
}
