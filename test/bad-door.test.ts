import { beforeAll, describe, test } from 'vitest';
import { expectFailure } from './support/expect-failure.ts';
import { sharedDaemon } from './support/process-daemon.ts';
import { runRouta } from './support/run-routa.ts';

/** A daemon elsewhere that is not there, or that lets nobody in. */
const FAILED = 1;
const NOT_REACHABLE = 3;
const NOT_ALLOWED = 4;

// Each of them reaches the daemon in its own way.
const COMMANDS = ['status', 'tail', 'monitor --json', 'simulate --drivers 1'];

test.each(COMMANDS)('an address where no daemon is: routa %s', async (command) => {
  // Nothing listens at port 1, where only root could.
  const url = 'ws://127.0.0.1:1';
  const run = await runRouta(command.split(' '), { env: { ROUTA_TOKEN: 'rt_x', ROUTA_URL: url } });
  expectFailure(run, NOT_REACHABLE, `no daemon answers at ${url}; check --url`);
});

describe('a daemon', () => {
  // Its clock runs so fast that a token of one second has expired before it is used.
  const daemon = sharedDaemon({ ROUTA_SPEEDUP: '1000' });
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    tokens.set('expired', await daemon.tokenFor('admin:1', { ttl_ms: 1_000 }));
    tokens.set('revoked', await daemon.tokenFor('admin:2'));
    tokens.set('unknown', 'rt_0000000000000000000000000000000000000000000');
    tokens.set("a driver's", await daemon.tokenFor('driver:7'));
    await daemon.api.call('revokeTokens', { query: { role: 'admin', user_id: 2 } });
  });

  const renew = 'get a new one with: routa tokens generate --role admin --user ID';

  test.each([
    ...COMMANDS.flatMap((command) => [
      { command, token: 'expired', said: `the token has expired; ${renew}` },
      { command, token: "a driver's", said: /; use the token of an admin$/ },
    ]),
    { command: 'status', token: 'revoked', said: `the token was revoked; ${renew}` },
    { command: 'status', token: 'unknown', said: `the token is unknown; ${renew}` },
  ])('does not let in whose token is $token: routa $command', async ({ command, token, said }) => {
    const env = { ROUTA_TOKEN: tokens.get(token) ?? '' };
    const run = await runRouta([...command.split(' '), '--url', daemon.url], { env });
    expectFailure(run, NOT_ALLOWED, said);
  });

  test.each([
    ['bookings cancel 501', 'there is no booking 501'],
    ['bookings assign 501 --driver 7', /^there is no booking 501; to create it, add /],
    ['connections kick --user driver:9', /^there is no such connection; see: /],
    ['tokens revoke --user driver:9', /^there was no such token/],
  ])('tells its operator what there is not: routa %s', async (command, said) => {
    const run = await runRouta([...command.split(' '), '--data', daemon.data]);
    expectFailure(run, FAILED, said);
  });
});
