/** Cuts and pads by terminal cells, so that columns stand whatever names are made of. */

const SINGLE_WIDTH = /^[\x20-\u{2ff}]*$/u;
/** Written over or into the character before. */
const COMBINING = /[\p{Mn}\p{Me}\p{Cf}]/u;
/** Pictures are wide wherever a terminal shows them as pictures. */
const PICTURE = /\p{Emoji_Presentation}/u;
/** East Asian Wide and Fullwidth (UAX #11), in the ranges that names are written in. */
const WIDE_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x20000, 0x3fffd],
];

export type Align = 'left' | 'right';

export function cellsOf(text: string): number {
  if (SINGLE_WIDTH.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOfCharacter(character);
  return cells;
}

/** At most `width` cells: what is too long ends in `…`. */
export function cutCells(text: string, width: number): string {
  if (width <= 0) return '';
  return cellsOf(text) > width ? `${headOf(text, width - 1).trimEnd()}…` : text;
}

/** At least `width` cells. */
export function padCells(text: string, width: number, align: Align = 'left'): string {
  const space = ' '.repeat(Math.max(width - cellsOf(text), 0));
  return align === 'left' ? text + space : space + text;
}

/** Exactly `width` cells. */
export function fitCells(text: string, width: number, align: Align = 'left'): string {
  return padCells(cutCells(text, width), width, align);
}

/** As `fitCells`, but keeps the end: ids differ there (`sim-8f2-rider-12`). */
export function fitTail(text: string, width: number): string {
  if (width <= 0) return '';
  if (cellsOf(text) <= width) return padCells(text, width);
  const reversed = [...text].reverse().join('');
  return padCells(`…${[...headOf(reversed, width - 1)].reverse().join('')}`, width);
}

/** `text` at the right end of `width` cells, or only blanks where it does not fit beside a gap. */
export function fitRight(text: string, width: number): string {
  return cellsOf(text) + 2 > width
    ? ' '.repeat(Math.max(width, 0))
    : padCells(text, width, 'right');
}

/** The longest beginning of at most `cells` cells. */
function headOf(text: string, cells: number): string {
  let head = '';
  let left = cells;
  for (const character of text) {
    left -= cellsOfCharacter(character);
    if (left < 0) break;
    head += character;
  }
  return head;
}

function cellsOfCharacter(character: string): number {
  if (COMBINING.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  const isWide = WIDE_RANGES.some(([first, last]) => code >= first && code <= last);
  return isWide || PICTURE.test(character) ? 2 : 1;
}
