import { expect, test } from 'vitest';
import type { Api } from './api.ts';
import { apiTokens } from './api-tokens.ts';
import type { TokenRequest } from './tokens-port.ts';

interface Body {
  readonly body: { readonly tokens: readonly TokenRequest[] };
}

/** Issues so many batches, and then is gone. */
function failingApi(batches: number): Api {
  let left = batches;
  const call = async (_name: string, { body }: Body) => {
    left -= 1;
    if (left < 0) throw new Error('gone');
    return { tokens: body.tokens.map((each) => ({ ...each, token: 'rt_x', expires_at: null })) };
  };
  return { call: call as Api['call'] };
}

test('what was issued before a failure is told', async () => {
  const requests = Array.from(
    { length: 2_500 },
    (_, id) => ({ role: 'rider', user_id: id }) as const,
  );
  const told: unknown[] = [];
  const issuing = (async () => {
    for await (const issued of apiTokens(failingApi(2)).issue(requests)) {
      told.push(...issued.map(({ user_id }) => user_id));
    }
  })();
  await expect(issuing).rejects.toThrow('gone');
  expect(told).toEqual(requests.slice(0, 2_000).map(({ user_id }) => user_id));
});
