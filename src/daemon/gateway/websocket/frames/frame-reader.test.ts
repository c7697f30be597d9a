import { expect, test } from 'vitest';
import { effort } from '../../../../../test/support/effort.ts';
import { createRandom } from '../../../../simulator/random.ts';
import { arbitraryBytes, cut } from '../testing/arbitrary-bytes.ts';
import { heardByOurs, heardByWs } from '../testing/heard.ts';

const STREAMS = effort({ usual: 20_000, long: 2_000_000 });
const BOUNDS = { payloadBytesMax: 300, fragmentsMax: 4 };

test(`${STREAMS} streams of bytes are heard as ws hears them, however they are cut`, async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= STREAMS; seed += 1) {
    const random = createRandom(seed);
    const bytes = arbitraryBytes(random);
    const expected = await heardByWs(cut(bytes, random), BOUNDS);
    const heard = heardByOurs(cut(bytes, random), BOUNDS);
    expect(heard, `seed ${seed}: ${bytes.toString('hex')}`).toEqual(expected);
    for (const event of heard) seen.add(event.replace(/^(text|ping|pong) .*/s, '$1'));
  }
  // Else the streams would say nothing about what they do not contain.
  const kinds = ['text', 'binary ', 'ping', 'pong', 'close 1005', 'close 1000', 'close 4000'];
  const faults = ['fault 1002', 'fault 1007', 'fault 1008', 'fault 1009'];
  expect([...seen]).toEqual(expect.arrayContaining([...kinds, ...faults]));
}, 600_000);
