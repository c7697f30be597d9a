import { expect, test } from 'vitest';
import { ClientError } from '../../client/index.ts';
import { describeFailure } from '../describe-failure.ts';
import { explainFailure } from './explain-failure.ts';
import type { Target } from './resolve-target.ts';

const socket: Target = { kind: 'socket', path: '/d/routa.sock', data: '/d' };
const url: Target = { kind: 'url', url: 'ws://dispatch:8282', token: 'rt_secret' };

const explain = (code: string, target: Target, retryAfterMs?: number) =>
  describeFailure(explainFailure(new ClientError(code, 'It is so.', { retryAfterMs }), target));

test.each([
  [
    'unreachable',
    socket,
    3,
    'no daemon answers at /d/routa.sock; start one with: routa serve --data /d',
  ],
  ['unreachable', url, 3, 'no daemon answers at ws://dispatch:8282; check --url'],
  ['timeout', url, 3, 'it is so'],
  [
    'not_allowed',
    socket,
    4,
    'it is so; run it as the user of the daemon, or use --url with a token',
  ],
  ['not_allowed', url, 4, 'it is so; use the token of an admin'],
  [
    'token_expired',
    url,
    4,
    'it is so; get a new one with: routa tokens generate --role admin --user ID',
  ],
  ['invalid_message', url, 2, 'it is so'],
  ['conflict', url, 1, 'it is so'],
  ['invalid_answer', url, 1, 'it is so; check --url: another program may be there'],
] as const)('%s is told with its remedy and exit code', (code, target, exitCode, text) => {
  expect(explain(code, target)).toEqual({ exitCode, text: `routa: ${text}\n` });
});

test('who has to wait is told how long', () => {
  expect(explain('rate_limited', url, 1_200)).toMatchObject({
    exitCode: 1,
    text: 'routa: it is so; try again in 2 s\n',
  });
});

test('what is no refusal stays what it is', () => {
  const bug = new TypeError('x');
  expect(explainFailure(bug, url)).toBe(bug);
});

test('fields of the wire are told as the flags that the person knows', () => {
  const explainMessage = (message: string) =>
    describeFailure(explainFailure(new ClientError('invalid_message', message), url)).text;
  expect(explainMessage('/pickup_location: is missing')).toBe('routa: --pickup: is missing\n');
  expect(explainMessage('There is none; add rider_id, dropoff_location')).toBe(
    'routa: there is none; add --rider, --dropoff\n',
  );
  expect(explainMessage('/note: is too long')).toBe('routa: note: is too long\n');
});
