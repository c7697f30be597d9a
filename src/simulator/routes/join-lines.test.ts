import { describe, expect, it } from 'vitest';
import { joinLines } from './join-lines.ts';

/** Lines on one parallel, given by their longitudes. */
const joined = (...lines: number[][]) =>
  joinLines(lines.map((longitudes) => ({ longitudes, latitudes: longitudes.map(() => 13) }))).map(
    ({ longitudes }) => longitudes,
  );

describe('joining the parts of a line', () => {
  it('joins parts in any order and direction', () => {
    expect(joined([2, 3], [2, 1], [4, 3])).toEqual([[1, 2, 2, 3, 3, 4]]);
  });

  it('keeps parts apart that do not meet', () => {
    expect(joined([1, 2], [5, 6])).toEqual([
      [1, 2],
      [5, 6],
    ]);
  });

  it('keeps three parts apart that meet in one point', () => {
    expect(joined([1, 2], [2, 3], [2, 9])).toHaveLength(3);
  });

  it('joins the two halves of a loop once', () => {
    expect(joined([1, 2, 3], [3, 9, 1])).toEqual([[1, 2, 3, 3, 9, 1]]);
  });

  it('leaves a closed part as it is and drops an empty one', () => {
    expect(joined([1, 2, 1], [])).toEqual([[1, 2, 1]]);
  });
});
