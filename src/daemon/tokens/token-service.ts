import type { Refusal, Role, UserKey } from '../../protocol/index.ts';
import type { TokenFilter, TokenRecord } from '../store/store.ts';

/** Who somebody is, once a token has been checked. */
export interface Identity {
  readonly user: UserKey;
  readonly name: string | null;
  /** Null for the operator's own socket, which needs no token. */
  readonly tokenHash: string | null;
  /** Service time at which the session must end; null: never. */
  readonly expiresAt: number | null;
  /** Set for a token that reads this one booking and nothing else. */
  readonly bookingId: string | null;
}

export interface TokenRequest {
  readonly role: Role;
  readonly userId: string;
  readonly name?: string | undefined;
  readonly vehicle?: string | undefined;
  readonly phone?: string | undefined;
  readonly bookingId?: string | undefined;
  /** Milliseconds; null: never expires; absent: the configured default. */
  readonly ttlMs?: number | null | undefined;
}

export interface IssuedToken {
  readonly role: Role;
  readonly userId: string;
  readonly token: string;
  readonly expiresAt: number | null;
}

/** Every token or none. */
export type Issuance =
  | { readonly ok: true; readonly tokens: readonly IssuedToken[] }
  | { readonly ok: false; readonly refusal: Refusal };

export type Authentication =
  | { readonly ok: true; readonly identity: Identity }
  | { readonly ok: false; readonly refusal: Refusal };

/** Issues, checks and ends tokens. Tokens are opaque; only their SHA-256 is stored. */
export interface TokenService {
  issue(requests: readonly TokenRequest[]): Promise<Issuance>;
  authenticate(token: string): Promise<Authentication>;
  /**
   * Ends tokens and the live sessions that use them. `jti` names one that the web site has signed
   * for this role and user, whether it has been used here or not.
   */
  revoke(filter: TokenFilter & { readonly jti?: string }): Promise<readonly TokenRecord[]>;
  list(filter: TokenFilter): Promise<readonly TokenRecord[]>;
  /** Deletes tokens that had ended by then, at most and by default by now; answers how many. */
  prune(endedByMs?: number): Promise<number>;
  /** Writes down which tokens were used. */
  close(): Promise<void>;
}
