import { expect, it } from 'vitest';
import { createLog, type LogOptions } from './create-log.ts';

async function openLog(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = await createLog({ level: 'info', format: 'json', destination, ...options });
  return { log, lines };
}

it('writes one JSON object a line, with a readable time and level', async () => {
  const { log, lines } = await openLog();
  log.child({ user: 'driver:7' }).info({ session: 's1' }, 'connection opened');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    user: 'driver:7',
    session: 's1',
    msg: 'connection opened',
  });
});

it('is silent below its level', async () => {
  const { log, lines } = await openLog({ level: 'warn' });
  log.info({}, 'not this');
  log.warn({}, 'but this');
  expect(lines.join('')).not.toContain('not this');
  expect(lines.join('')).toContain('but this');
});

it('never writes a token, whichever field or text it stands in', async () => {
  const { log, lines } = await openLog();
  log.info({ token: 'secret-1', headers: { authorization: 'secret-2' } }, 'fields');
  log.info({ message: { auth: { token: 'secret-3' } } }, 'deeper fields');
  log.error({ err: new Error('bad token rt_secret-4') }, 'an error, Bearer secret-5');
  log.info({ offered: ['routa.v1', 'bearer.secret-6'] }, 'a subprotocol');
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain('secret');
});

it('is made for people on a terminal', async () => {
  const { log, lines } = await openLog({ format: 'auto', isTerminal: true });
  log.info({ port: 8282, token: 'secret' }, 'listening with rt_secret');
  expect(lines.join('')).toMatch(/INFO.*listening with rt_….*8282/);
  expect(lines.join('')).not.toContain('secret');
});

it('is JSON for programs without being asked', async () => {
  const { log, lines } = await openLog({ format: 'auto', isTerminal: false });
  log.info({}, 'listening');
  expect(lines[0]).toMatch(/^{.*}\n$/);
});
