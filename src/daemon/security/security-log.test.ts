import { expect, test } from 'vitest';
import { ManualClock } from '../../clock/index.ts';
import { localBus } from '../bus/local-bus.ts';
import { recordedLog } from '../store/testing/recorded-log.ts';
import { securityLog } from './security-log.ts';

test('each event is a line that programs can read, and the everyday is only for debug', () => {
  const [bus, clock, { log, lines }] = [localBus(), new ManualClock(), recordedLog()];
  const close = securityLog({ bus, log, clock, wallClock: clock });
  const opened = { kind: 'auth.opened', level: 'info', text: 'came in' } as const;
  bus.publish('security', { ...opened, user: { role: 'driver', userId: '7' } });
  bus.publish('security', { ...opened, user: { role: 'admin', userId: '1' } });
  const fields = { address: '192.0.2.7', code: 'token_expired' };
  bus.publish('security', { kind: 'auth.failed', level: 'warn', text: 'a bad token', fields });
  close();
  bus.publish('security', opened);
  expect(lines).toEqual([
    { level: 'debug', fields: { security: 'auth.opened', user: 'driver:7' }, text: 'came in' },
    { level: 'info', fields: { security: 'auth.opened', user: 'admin:1' }, text: 'came in' },
    { level: 'warn', fields: { security: 'auth.failed', ...fields }, text: 'a bad token' },
  ]);
});
