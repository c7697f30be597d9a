import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { connectWith, open } from '../support/connect-as.ts';
import { bySecret, signJwt } from '../support/sign-jwt.ts';
import { startTestDaemon } from '../support/test-daemon.ts';

const SECRET = 'a secret of the web site that is long enough';
const HOUR_S = 3_600;

async function startWithSite() {
  const jwtSecretFile = join(tempDirectory(), 'secret');
  writeFileSync(jwtSecretFile, SECRET);
  const daemon = await startTestDaemon({ tokens: { jwtSecretFile } });
  const exp = Math.floor(Date.now() / 1_000) + HOUR_S;
  const sign = (claims: object, secret = SECRET) =>
    signJwt({ alg: 'HS256' }, { sub: 7, role: 'driver', exp, ...claims }, bySecret(secret));
  const revoke = (query: object) => daemon.api.call('revokeTokens', { query });
  return { daemon, sign, revoke, jwtSecretFile, exp };
}

test('a token that the web site has signed opens a session, wherever it stands', async () => {
  const { daemon, sign, exp } = await startWithSite();
  const token = sign({ name: 'Ana', jti: 'a1' });
  const driver = await connectWith(daemon, { token });
  expect(driver.all('authenticated')).toMatchObject([
    { user_id: 7, role: 'driver', name: 'Ana', expires_at: exp * 1_000 },
  ]);
  await connectWith(daemon, { headers: { authorization: `Bearer ${token}` } });
  await connectWith(daemon, { protocols: ['routa.v1', `bearer.${token}`] });
  // Beside tokens of the daemon's own, and in the same list.
  await connectWith(daemon, { token: await daemon.tokenFor('driver:8') });
  const { tokens } = await daemon.api.call('listTokens', { query: { role: 'driver', user_id: 7 } });
  expect(tokens).toMatchObject([{ name: 'Ana', state: 'valid', expires_at: exp * 1_000 }]);
  expect(await daemon.api.call('getDriver', { params: { driver_id: 7 } })).toMatchObject({
    name: 'Ana',
  });
});

test('a live session ends at once with the jti of its token, and no other does', async () => {
  const { daemon, sign, revoke } = await startWithSite();
  const [token, second] = [sign({ jti: 'a1' }), sign({ jti: 'a2' })];
  const [driver, other] = [
    await connectWith(daemon, { token }),
    await connectWith(daemon, { token: second }),
  ];
  expect(await revoke({ role: 'driver', user_id: 7, jti: 'a1' })).toEqual({ revoked: 1 });
  expect(await driver.closed).toBe(4501);
  await other.must({ type: 'ping' });
  const again = open(daemon, { token });
  expect(await again.next('error')).toMatchObject({ code: 'token_revoked' });
  expect(await again.closed).toBe(4501);
});

test('one that was revoked before it was used is not let in, not even after a prune', async () => {
  const { daemon, sign, revoke } = await startWithSite();
  await revoke({ role: 'driver', user_id: 7, jti: 'lost' });
  await daemon.api.call('pruneTokens', { body: {} });
  expect(await open(daemon, { token: sign({ jti: 'lost' }) }).closed).toBe(4501);
  await connectWith(daemon, { token: sign({ sub: 8, jti: 'lost' }) });
});

test('all of a user are revoked together, those of the site with those of the daemon', async () => {
  const { daemon, sign, revoke } = await startWithSite();
  const drivers = [
    await connectWith(daemon, { token: sign({}) }),
    await connectWith(daemon, { token: await daemon.tokenFor('driver:7') }),
  ];
  expect(await revoke({ role: 'driver', user_id: 7 })).toEqual({ revoked: 2 });
  expect(await Promise.all(drivers.map(({ closed }) => closed))).toEqual([4501, 4501]);
});

test('a session goes on with a new one in time', async () => {
  const { daemon, sign, exp } = await startWithSite();
  const driver = await connectWith(daemon, { token: sign({ jti: 'a1' }) });
  await driver.must({ type: 'auth', token: sign({ jti: 'a2', exp: exp + 5 }) });
  expect(driver.all('authenticated').at(-1)).toMatchObject({ expires_at: (exp + 5) * 1_000 });
});

test('the key is another one after a reload, and a bad file changes nothing', async () => {
  const { daemon, sign, jwtSecretFile } = await startWithSite();
  const reload = () => daemon.api.call('reloadDaemon', { body: {} });
  writeFileSync(jwtSecretFile, 'short');
  await expect(reload()).rejects.toThrow(/secret of fewer than 32 bytes/);
  await connectWith(daemon, { token: sign({}) });

  const next = `${SECRET}, the next`;
  writeFileSync(jwtSecretFile, next);
  const { changed } = await reload();
  expect(changed).toMatchObject([{ key: 'keys of JWTs' }]);
  expect(JSON.stringify(changed)).not.toContain(SECRET);
  expect(await open(daemon, { token: sign({}) }).closed).toBe(4500);
  await connectWith(daemon, { token: sign({}, next) });
});

test('a token of more than 4 KiB is refused before it is looked at', async () => {
  const { daemon, sign } = await startWithSite();
  const token = sign({ padding: 'x'.repeat(5_000) });
  const client = open(daemon, { token });
  expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
  expect(await client.closed).toBe(4500);
  const inHeader = open(daemon, { headers: { authorization: `Bearer ${token}` } });
  expect(await inHeader.closed).toBe(4500);
});

test('an admin of the web site asks the API with one, and a driver may not', async () => {
  const { daemon, sign } = await startWithSite();
  const ask = (token: string) =>
    fetch(`${daemon.url.replace('ws', 'http')}/api/v1/bookings`, {
      headers: { authorization: `Bearer ${token}` },
    });
  expect((await ask(sign({ role: 'admin' }))).status).toBe(200);
  expect((await ask(sign({}))).status).toBe(403);
  expect((await ask(sign({ role: 'admin' }, 'another secret that is long enough'))).status).toBe(
    401,
  );
});

test('a daemon without keys knows no such tokens', async () => {
  const daemon = await startTestDaemon();
  const token = signJwt({ alg: 'HS256' }, { sub: 7, role: 'driver', exp: 9e9 }, bySecret(SECRET));
  const client = open(daemon, { token });
  expect(await client.next('error')).toMatchObject({ code: 'invalid_token' });
});
