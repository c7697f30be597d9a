import { withoutAbsent } from '../without-absent.ts';
import type { Api } from './api.ts';
import type { TokenRequest, TokensPort } from './tokens-port.ts';

/** As many as the API takes at once. */
const BATCH_MAX = 1_000;

/** The tokens of a daemon. */
export function apiTokens(api: Api): TokensPort {
  return {
    async *issue(requests) {
      for (let at = 0; at < requests.length; at += BATCH_MAX) {
        const tokens: TokenRequest[] = requests.slice(at, at + BATCH_MAX);
        yield (await api.call('issueTokens', { body: { tokens } })).tokens;
      }
    },
    async list(filter, limit) {
      return (await api.call('listTokens', { query: { ...filter, limit } })).tokens;
    },
    async revoke(filter) {
      return (await api.call('revokeTokens', { query: filter })).revoked;
    },
    async prune(endedByMs) {
      const body = withoutAbsent({ ended_before: endedByMs });
      return (await api.call('pruneTokens', { body })).pruned;
    },
  };
}
