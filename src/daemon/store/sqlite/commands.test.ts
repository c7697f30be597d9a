import { expect, it, onTestFinished } from 'vitest';
import type { Refusal } from '../../../protocol/index.ts';
import { NOW_MS } from '../testing/scene.ts';
import { tempDirectory } from '../testing/temp-directory.ts';
import { runOnce } from './commands.ts';
import { openDatabase } from './open-database.ts';

type Outcome = { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal };

function refuse(code: Refusal['code']): Outcome {
  return { ok: false, refusal: { code, message: '' } };
}

it('forgets a temporary refusal, so that the same id is tried anew', () => {
  const db = openDatabase(tempDirectory(), NOW_MS);
  onTestFinished(() => {
    db.close();
  });
  const once = runOnce(db);
  const attempts = [refuse('overloaded'), refuse('conflict'), { ok: true } as const];
  let attempt = 0;
  const run = () => {
    const outcome = attempts[attempt] ?? refuse('not_found');
    attempt += 1;
    return outcome;
  };
  const again = () =>
    once({ scope: 's', id: '1', hash: 'a' }, NOW_MS, run, (outcome: Outcome) => outcome);

  expect(again()).toEqual(refuse('overloaded'));
  expect(again()).toEqual(refuse('conflict'));
  expect(again()).toEqual(refuse('conflict'));
  expect(attempt).toBe(2);
});
