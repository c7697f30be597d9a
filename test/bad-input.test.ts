import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../src/daemon/store/testing/temp-directory.ts';
import { expectFailure } from './support/expect-failure.ts';
import { runRouta } from './support/run-routa.ts';

/** What a person may get wrong before any daemon is asked: one line with the place and a remedy. */
const FAILED = 1;
const USAGE = 2;

const words = (line: string) => line.split(' ');

test.each([
  ['serv', "unknown command 'serv'; did you mean serve?"],
  ['tokens generat', "unknown command 'generat'; did you mean generate?"],
  ['serve --prot 1', "unknown option '--prot'; did you mean --port?"],
  ['tokens generate', 'the user is missing; use --role and --user, or --from FILE'],
  ['bookings status 501 flying', /flying.* one of pending, assigned, accepted/],
  ['bookings list --url somewhere', /"somewhere" is no address.* ws:\/\/127.0.0.1:8282$/],
])('a word that makes no sense is told with those that do: routa %s', async (line, said) => {
  expectFailure(await runRouta(words(line)), USAGE, said);
});

test('a key that does not exist is told with the nearest one, in every command', async () => {
  const data = tempDirectory();
  const file = join(data, 'routa.toml');
  writeFileSync(file, '# ours\n[limits]\npayload_bytes = 1\n');
  const nearest = 'did you mean limits.payload_bytes_max?';
  const said = `${file}:3: there is no limits.payload_bytes; ${nearest}`;
  for (const command of ['serve', 'status', 'tokens list']) {
    const run = await runRouta([...words(command), '--data', data]);
    expectFailure(run, USAGE, `${said}; docs/configuration.md lists every key`);
  }
});

test.each([
  ['ROUTA_PROT', 'ROUTA_PORT'],
  ['ROUTA_TOKN', 'ROUTA_TOKEN'],
])('a variable that does not exist is told with the nearest one: %s', async (variable, nearest) => {
  const run = await runRouta(['serve', '--data', tempDirectory()], { env: { [variable]: '1' } });
  const said = `environment: there is no ${variable}; did you mean ${nearest}?`;
  expectFailure(run, USAGE, `${said}; docs/configuration.md lists every key`);
});

test.each([
  ['serve --config', 'none.toml', USAGE, 'there is no such file; check the path given to'],
  ['tokens generate --from', 'none.csv', FAILED, 'there is no such file'],
  ['status --url ws://127.0.0.1:1 --token-file', 'none.txt', FAILED, 'there is no such file'],
  ['simulate --serve --routes', 'none.gpx', FAILED, 'no such file or folder: give a GeoJSON'],
])('a file that is not there is named: routa %s %s', async (line, name, exitCode, said) => {
  const file = join(tempDirectory(), name);
  const run = await runRouta([...words(line), file]);
  expectFailure(run, exitCode, new RegExp(`^${file}: ${said}`));
});

test('a list of users with one mistake issues nothing', async () => {
  const data = tempDirectory();
  const file = join(data, 'users.csv');
  writeFileSync(file, 'role,user_id\ndriver,7\npilot,8\n');
  const run = await runRouta(['tokens', 'generate', '--data', data, '--from', file]);
  const said = `${file}:3: role "pilot" is none of admin, driver, rider; nothing was issued`;
  expectFailure(run, FAILED, said);
  const list = await runRouta(['tokens', 'list', '--data', data]);
  expectFailure(list, FAILED, /^there are no tokens in /);
});

test('the name of the operator is not given away, with the daemon down either', async () => {
  const user = ['--role', 'admin', '--user', 'operator'];
  const run = await runRouta(['tokens', 'generate', '--data', tempDirectory(), ...user]);
  expectFailure(run, USAGE, /admin:operator is whoever may open the socket of the daemon/);
});

test('a token never comes back in an error', async () => {
  const env = { ROUTA_TOKEN: 'rt_secret and more' };
  const run = await runRouta(['status', '--url', 'ws://127.0.0.1:1'], { env });
  expectFailure(run, USAGE, 'ROUTA_TOKEN: there is more than one token in it');
  const revoke = await runRouta(['tokens', 'revoke', 'rt_secret', '--data', tempDirectory()]);
  expect(revoke.exitCode).toBe(USAGE);
});
