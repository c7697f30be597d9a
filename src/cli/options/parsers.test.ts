import { expect, test } from 'vitest';
import { parseId, parseRole, parseUserOption } from './identity.ts';
import { parseDecimal, parseInteger } from './number.ts';
import { parsePoint } from './point.ts';
import { collectStatuses, parseStatus } from './status.ts';

test('a point is latitude, then longitude, as maps show it', () => {
  expect(parsePoint('14.5995,120.9842')).toEqual({ latitude: 14.5995, longitude: 120.9842 });
  expect(parsePoint(' -33.8 , 151 ')).toEqual({ latitude: -33.8, longitude: 151 });
});

test.each(['', '14', '91,0', '0,181', '14,5995,120,9842', '14.5;120.9', 'NaN,1'])(
  'does not take "%s" for a point',
  (text) => {
    expect(() => parsePoint(text)).toThrow('LATITUDE,LONGITUDE');
  },
);

test('a user is a role and an id', () => {
  expect(parseUserOption('driver:7')).toEqual({ role: 'driver', userId: '7' });
  expect(() => parseUserOption('7')).toThrow('ROLE:ID');
  expect(() => parseUserOption('pilot:7')).toThrow('ROLE:ID');
});

test('ids and roles are those of the protocol', () => {
  expect(parseId('TR-7')).toBe('TR-7');
  expect(() => parseId('a b')).toThrow('1 to 64');
  expect(parseRole('driver')).toBe('driver');
  expect(() => parseRole('pilot')).toThrow('admin, driver, rider');
});

test('statuses may be repeated and listed', () => {
  expect(parseStatus('on_way')).toBe('on_way');
  expect(collectStatuses('accepted, started', ['pending'])).toEqual([
    'pending',
    'accepted',
    'started',
  ]);
  expect(() => collectStatuses('accepted,gone')).toThrow('pending, assigned');
});

test('numbers have limits', () => {
  expect(parseInteger(1, 10)('10')).toBe(10);
  expect(parseDecimal(0, 1)('0.25')).toBe(0.25);
  for (const text of ['', '0', '11', '1.5', '0x5', '-1', ' 1']) {
    expect(() => parseInteger(1, 10)(text)).toThrow('from 1 to 10');
  }
  expect(() => parseDecimal(0, 1)('1.01')).toThrow('from 0 to 1');
});
