import { expect, test } from 'vitest';
import { OPERATIONS } from '../../protocol/schemas/http.ts';
import { ROUTES } from './routes.ts';

test('every operation is where the daemon serves it', () => {
  const served = Object.entries(OPERATIONS).map(([name, { method, path }]) => [
    name,
    `${method} ${path}`,
  ]);
  expect(ROUTES).toEqual(Object.fromEntries(served));
});
