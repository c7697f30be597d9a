import type { OperationAnswer, OperationRequest, TokenView } from '../../protocol/index.ts';

type Body = OperationRequest<'issueTokens'>['body'];

/** A token that is asked for, as on the wire. */
export type TokenRequest = Extract<Body, { readonly tokens: unknown }>['tokens'][number];
export type IssuedToken = OperationAnswer<'issueTokens'>['tokens'][number];
export type TokenFilter = OperationRequest<'revokeTokens'>['query'];

/** What the token commands need: a daemon has it, and so has a directory where none runs. */
export interface TokensPort {
  /** In the order of the requests, as they are issued: a token that nobody was told is lost. */
  issue(requests: readonly TokenRequest[]): AsyncIterable<readonly IssuedToken[]>;
  list(filter: TokenFilter, limit: number): Promise<readonly TokenView[]>;
  /** Answers how many were still valid. */
  revoke(filter: TokenFilter): Promise<number>;
  /** Deletes those that had ended by then, or else by now; answers how many. */
  prune(endedByMs?: number): Promise<number>;
}
