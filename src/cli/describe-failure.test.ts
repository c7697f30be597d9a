import { expect, test } from 'vitest';
import { CliError, failure } from './cli-error.ts';
import { describeFailure } from './describe-failure.ts';
import { EXIT } from './exit-code.ts';

class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly hint = 'Correct it, or leave it out.';
}

test('a failure is one line with its remedy', () => {
  expect(describeFailure(failure('port 1 is taken.', 'Use another.'))).toEqual({
    text: 'routa: port 1 is taken; use another\n',
    exitCode: 1,
  });
  expect(describeFailure(failure('all is lost')).text).toBe('routa: all is lost\n');
});

test('a name at the start of a remedy keeps its capitals', () => {
  expect(describeFailure(failure('no', 'ROUTA_PORT is a port')).text).toBe(
    'routa: no; ROUTA_PORT is a port\n',
  );
});

test("another room's operational fault is told by its hint; configuration is usage", () => {
  expect(describeFailure(new ConfigError('ROUTA_PORT: port must be a number'))).toEqual({
    text: 'routa: ROUTA_PORT: port must be a number; correct it, or leave it out\n',
    exitCode: 2,
  });
});

test('what somebody else wrote stays on one line', () => {
  expect(describeFailure(failure('a\nb\u001b[2J')).text).toBe('routa: a b?[2J\n');
});

test('an interruption has nothing to say', () => {
  expect(describeFailure(new CliError(EXIT.interrupted, ''))).toEqual({ text: '', exitCode: 130 });
});

test('a bug shows its stack', () => {
  const { text, exitCode } = describeFailure(new TypeError('x is undefined'));
  expect(exitCode).toBe(1);
  expect(text).toMatch(/^routa: this is a bug in routa: TypeError: x is undefined\n +at /);
});
