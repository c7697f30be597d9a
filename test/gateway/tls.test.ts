import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { tempDirectory } from '../../src/daemon/store/testing/temp-directory.ts';
import { connectWith, open } from '../support/connect-as.ts';
import { type MadeCertificate, makeCertificate } from '../support/make-certificate.ts';
import { startTestDaemon, type TestDaemon } from '../support/test-daemon.ts';

async function startOverTls() {
  const folder = tempDirectory();
  const files = { tlsCert: join(folder, 'cert.pem'), tlsKey: join(folder, 'key.pem') };
  const write = ({ cert, key }: Pick<MadeCertificate, 'cert' | 'key'>) => {
    writeFileSync(files.tlsCert, cert);
    writeFileSync(files.tlsKey, key);
  };
  const first = makeCertificate();
  write(first);
  const daemon = await startTestDaemon(files);
  const reload = () => daemon.api.call('reloadDaemon', { body: {} });
  return { daemon, first, write, reload };
}

/** What a newcomer is shown. */
async function fingerprintAt({ url }: TestDaemon): Promise<string> {
  const socket: TLSSocket = connect({ port: Number(new URL(url).port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

test('sockets and requests come over TLS to the port, and the operator needs none', async () => {
  const { daemon, first } = await startOverTls();
  expect(daemon.url).toMatch(/^wss:\/\/127\.0\.0\.1:\d+$/);
  const token = await daemon.tokenFor('driver:7');
  const driver = await connectWith(daemon, { token, ca: first.cert });
  await driver.must({ type: 'ping' });
  const asked = askHttps(`${daemon.url.replace('wss', 'https')}/healthz`, { ca: first.cert }).end();
  const [answer] = await once(asked, 'response');
  expect(answer.resume().statusCode).toBe(200);
  await daemon.operator();
});

test('whoever does not trust the certificate does not send the token', async () => {
  const { daemon } = await startOverTls();
  const client = open(daemon, { token: 'rt_secret', ca: makeCertificate().cert });
  expect(await client.closed).toBe(1006);
});

test('what is no TLS is not answered, and costs nobody else anything', async () => {
  const { daemon, first } = await startOverTls();
  const port = Number(new URL(daemon.url).port);
  const plain = askHttp({ port, path: '/healthz' }).end();
  await expect(once(plain, 'response')).rejects.toThrow();
  const noise = connectTcp(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void noise.destroy());
  noise.resume().write(Buffer.alloc(1_024, 0xff));
  await once(noise, 'close');
  await connectWith(daemon, { token: await daemon.tokenFor('driver:7'), ca: first.cert });
});

test('a reload takes a new certificate for newcomers, and keeps who is there', async () => {
  const { daemon, first, write, reload } = await startOverTls();
  const token = await daemon.tokenFor('driver:7');
  const driver = await connectWith(daemon, { token, ca: first.cert });
  expect(await reload()).toEqual({ changed: [], needs_restart: [] });

  const second = makeCertificate();
  write(second);
  expect(await reload()).toMatchObject({
    changed: [
      {
        key: 'tls_cert (content)',
        from: expect.stringContaining(first.fingerprint),
        to: expect.stringContaining(second.fingerprint),
      },
    ],
  });
  expect(await fingerprintAt(daemon)).toBe(second.fingerprint);
  await connectWith(daemon, { token, ca: second.cert });
  await driver.must({ type: 'ping' });
});

test('a pair that does not fit changes nothing, and a reload says so', async () => {
  const { daemon, first, write, reload } = await startOverTls();
  const second = makeCertificate();
  write({ cert: second.cert, key: first.key });
  await expect(reload()).rejects.toThrow(/key\.pem is not the key of the certificate in/);
  expect(await fingerprintAt(daemon)).toBe(first.fingerprint);
  write({ cert: 'half of a certificat', key: second.key });
  await expect(reload()).rejects.toThrow(/does not hold a PEM certificate/);
  expect(await fingerprintAt(daemon)).toBe(first.fingerprint);
});

test('a daemon does not start with a pair that nobody could use', async () => {
  const tlsCert = join(tempDirectory(), 'none.pem');
  const start = startTestDaemon({ tlsCert, tlsKey: tlsCert });
  await expect(start).rejects.toThrow(/^tls_cert: .*none\.pem cannot be read: ENOENT/);
});
