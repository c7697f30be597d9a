import { expect, test } from 'vitest';
import { bearerOf } from './bearer.ts';

test.each([
  [{ authorization: 'Bearer rt_abc' }, 'rt_abc'],
  [{ authorization: 'bearer  rt_abc ' }, 'rt_abc'],
  [{ authorization: 'Basic cm91dGE6' }, null],
  [{ authorization: 'Bearer' }, null],
  [{ authorization: 'Bearer a b' }, null],
  [{ 'sec-websocket-protocol': 'routa.v1, bearer.rt_abc' }, 'rt_abc'],
  [{ 'sec-websocket-protocol': 'bearer.rt_abc,routa.v1' }, 'rt_abc'],
  [{ 'sec-websocket-protocol': 'routa.v1' }, null],
  [{ authorization: 'Bearer rt_a', 'sec-websocket-protocol': 'bearer.rt_b' }, 'rt_a'],
  [{}, null],
])('%j carries %s', (headers, token) => {
  expect(bearerOf({ headers })).toBe(token);
});
