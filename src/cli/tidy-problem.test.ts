import { expect, test } from 'vitest';
import { tidyProblem } from './tidy-problem.ts';

test.each([
  ["error: missing required argument 'booking'", "missing required argument 'booking'", undefined],
  [
    "error: unknown option '--prot'\n(Did you mean --port?)",
    "unknown option '--prot'",
    'Did you mean --port?',
  ],
  [
    "error: option '-t, --ttl <duration>' argument '5\n' is invalid. Try 5s.",
    '--ttl "5\n"',
    'Try 5s.',
  ],
  [
    "error: command-argument value 'a' is invalid for argument 'booking'. An id.",
    'booking "a"',
    'An id.',
  ],
  [
    "error: command-argument value 'rt_a-b_C' is invalid for argument 'id'. No.",
    'id "rt_…"',
    'No.',
  ],
])('%j is told in our words', (message, problem, remedy) => {
  expect(tidyProblem(message)).toEqual({ problem, remedy });
});
