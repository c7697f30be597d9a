import { expect } from 'vitest';
import type { RoutaRun } from './run-routa.ts';

/** A failure as a person and a script want it: one line on stderr, nothing for the next program. */
export function expectFailure(run: RoutaRun, exitCode: number, line: string | RegExp): void {
  expect(run.stderr).toMatch(/^routa: [^\n]+\n$/);
  expect(run.stderr.slice('routa: '.length, -1)).toEqual(
    typeof line === 'string' ? line : expect.stringMatching(line),
  );
  expect(run).toMatchObject({ stdout: '', exitCode });
}
