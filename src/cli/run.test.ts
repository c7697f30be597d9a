import { expect, test } from 'vitest';
import { run } from './run.ts';
import { testContext } from './testing/test-context.ts';

async function runWith(...args: readonly string[]) {
  const context = testContext();
  const exitCode = await run(args, context);
  return { exitCode, ...context.written };
}

test.each([
  [['--halp'], "routa: unknown option '--halp'; did you mean --help?"],
  [['srve'], "routa: unknown command 'srve'; did you mean serve?"],
  [['xyzzy'], "routa: unknown command 'xyzzy'; see: routa --help"],
  [['serve', '--prot', '1'], "routa: unknown option '--prot'; did you mean --port?"],
  [['bookings', 'lst'], "routa: unknown command 'lst'; did you mean list?"],
  [['help', 'xyzzy'], "routa: unknown command 'xyzzy'; see: routa --help"],
  [
    ['bookings', 'show'],
    "routa: missing required argument 'booking'; see: routa bookings show --help",
  ],
  [
    ['bookings', 'assign', '1'],
    "routa: required option '--driver <id>' not specified; see: routa bookings assign --help",
  ],
  [
    ['simulate', '--duration', '5y'],
    'routa: --duration "5y"; a duration is written like 60s, 90m, 1h30m or 7d',
  ],
  [
    ['simulate', '--speedup', '5'],
    'routa: --speedup scales the clock of a private daemon; add --serve',
  ],
  [['tokens', 'generate'], 'routa: the user is missing; use --role and --user, or --from FILE'],
  [
    ['tokens', 'revoke'],
    'routa: the tokens are not named; use one of: a token id, --user, --user-prefix',
  ],
])('%j is told in one line with a remedy, exit code 2', async (args, line) => {
  expect(await runWith(...args)).toEqual({ exitCode: 2, stdout: '', stderr: `${line}\n` });
});

test('a group without a verb shows its help, as an answer', async () => {
  const { exitCode, stdout, stderr } = await runWith('tokens');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toContain('Usage: routa tokens');
  expect((await runWith('help', 'tokens')).stdout).toBe(stdout);
});

test('prints its version', async () => {
  expect(await runWith('--version')).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    stderr: '',
  });
});
