/** Cuts and pads by terminal cells, so that columns stand whatever the names in them are made of. */

const SINGLE_WIDTH = /^[\x20-\u{2ff}]*$/u;
const COMBINING = /\p{Mn}/u;
/** East Asian Wide and Fullwidth (UAX #11), in the ranges that names are written in. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{20000}-\u{3fffd}]/u;

export type Align = 'left' | 'right';

export function cellsOf(text: string): number {
  if (SINGLE_WIDTH.test(text)) return text.length;
  let cells = 0;
  for (const character of text) cells += cellsOfCharacter(character);
  return cells;
}

/** Exactly `width` cells: what is too long ends in `…`. */
export function fitCells(text: string, width: number, align: Align = 'left'): string {
  if (width <= 0) return '';
  const cells = cellsOf(text);
  if (cells > width) return pad(`${headOf(text, width - 1)}…`, width, align);
  return pad(text, width, align);
}

/** As `fitCells`, but keeps the end: ids differ there (`sim-8f2-rider-12`). */
export function fitTail(text: string, width: number): string {
  if (width <= 0) return '';
  if (cellsOf(text) <= width) return pad(text, width, 'left');
  const reversed = [...text].reverse().join('');
  return pad(`…${[...headOf(reversed, width - 1)].reverse().join('')}`, width, 'left');
}

/** `text` at the right end of `width` cells, or only blanks where it does not fit beside a gap. */
export function fitRight(text: string, width: number): string {
  return cellsOf(text) + 2 > width ? ' '.repeat(Math.max(width, 0)) : pad(text, width, 'right');
}

function pad(text: string, width: number, align: Align): string {
  const space = ' '.repeat(Math.max(width - cellsOf(text), 0));
  return align === 'left' ? text + space : space + text;
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
  if (WIDE.test(character)) return 2;
  return COMBINING.test(character) ? 0 : 1;
}
