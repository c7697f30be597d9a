import { expect, test } from 'vitest';
import type { BookingStatus } from '../../protocol/index.ts';
import { isFinal, isHeld, showsDriverToRider } from './status.ts';

test.each<[BookingStatus, string]>([
  ['pending', 'open'],
  ['assigned', 'open'],
  ['declined', 'open'],
  ['accepted', 'open, held, driver shown'],
  ['on_way', 'open, held, driver shown'],
  ['arrived', 'open, held, driver shown'],
  ['started', 'open, held, driver shown'],
  ['completed', 'final, driver shown'],
  ['cancelled', 'final'],
])('%s is %s', (status, expected) => {
  const traits = [
    isFinal(status) ? 'final' : 'open',
    ...(isHeld(status) ? ['held'] : []),
    ...(showsDriverToRider(status) ? ['driver shown'] : []),
  ];
  expect(traits.join(', ')).toBe(expected);
});
