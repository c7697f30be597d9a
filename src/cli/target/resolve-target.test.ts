import { realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../../daemon/store/testing/temp-directory.ts';
import { type TestContextOptions, testContext } from '../testing/test-context.ts';
import { resolveTarget } from './resolve-target.ts';
import type { TargetOptions } from './target-options.ts';

const resolve = (options: TargetOptions, given?: TestContextOptions) =>
  resolveTarget(options, testContext(given));
const away = { kind: 'url', url: 'ws://dispatch:8282', token: 'rt_1' };

test('a data directory means its socket, also through a symbolic link', async () => {
  const real = realpathSync(tempDirectory());
  const link = path.join(realpathSync(tempDirectory()), 'link');
  symlinkSync(real, link);
  const target = await resolve({ data: link });
  expect(target).toMatchObject({ kind: 'socket', path: path.join(real, 'routa.sock') });
});

test('a flag comes before the environment', async () => {
  const data = realpathSync(tempDirectory());
  const env = { ROUTA_URL: 'ws://elsewhere:1', ROUTA_TOKEN: 'rt_1', ROUTA_DATA: '/elsewhere' };
  expect(await resolve({ url: 'ws://dispatch:8282' }, { env })).toEqual(away);
  expect(await resolve({ data }, { env })).toMatchObject({ kind: 'socket', data });
  expect(await resolve({}, { env })).toMatchObject({ kind: 'url', url: 'ws://elsewhere:1' });
});

test.each(['http://dispatch:8282', 'ws://dispatch:8282/', 'ws://dispatch:8282/ws'])(
  'both doors of a daemon have one address: %s',
  async (url) => {
    expect(await resolve({ url }, { env: { ROUTA_TOKEN: ' rt_1\n' } })).toEqual(away);
  },
);

test('a token file comes before ROUTA_TOKEN, and that before ROUTA_TOKEN_FILE', async () => {
  const directory = tempDirectory();
  const file = path.join(directory, 'token');
  const other = path.join(directory, 'other');
  writeFileSync(file, 'rt_1\n');
  writeFileSync(other, 'rt_2\n');
  const url = 'ws://dispatch:8282';
  const env = { ROUTA_TOKEN: 'rt_2', ROUTA_TOKEN_FILE: other };
  expect(await resolve({ url, tokenFile: file }, { env })).toEqual(away);
  expect(await resolve({ url }, { env: { ...env, ROUTA_TOKEN: 'rt_1' } })).toEqual(away);
  expect(await resolve({ url }, { env: { ROUTA_TOKEN_FILE: file } })).toEqual(away);
  expect(await resolve({ url, tokenFile: '-' }, { stdin: 'rt_1' })).toEqual(away);
});

test.each<[string, TargetOptions, TestContextOptions, string]>([
  ['two daemons', { url: 'ws://a', data: '/b' }, {}, 'name two daemons'],
  ['an address without a scheme', { url: 'dispatch:8282' }, {}, 'is no address of a daemon'],
  ['a secret in the address', { url: 'ws://me:rt_1@dispatch' }, {}, 'no secrets in --url'],
  ['no token', { url: 'ws://dispatch' }, {}, 'needs the token of an admin'],
  ['an empty token', { url: 'ws://d', tokenFile: '-' }, { stdin: '\n' }, 'there is no token in it'],
  ['two tokens', { url: 'ws://d', tokenFile: '-' }, { stdin: 'a b' }, 'more than one token'],
  ['a token for the socket', { tokenFile: '-' }, {}, 'of no use without --url'],
])('refuses %s', async (_what, options, given, words) => {
  const refusal = expect.objectContaining({
    exitCode: 2,
    message: expect.stringContaining(words),
  });
  await expect(resolve(options, given)).rejects.toThrow(refusal);
});
