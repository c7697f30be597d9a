/** Text in terminal cells. What users wrote must neither move the cursor nor break a column. */

const segmenter = new Intl.Segmenter();
/** East Asian wide characters and emoji take two cells. */
const WIDE_BLOCKS = String.raw`\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff`;
const WIDE_FORMS = String.raw`\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6`;
const WIDE = new RegExp(`[${WIDE_BLOCKS}${WIDE_FORMS}]|\\p{Emoji_Presentation}`, 'u');
const ASCII = /^[\x20-\x7e]*$/;

/** One line without control characters, escape sequences included. */
export function clean(text: string): string {
  return ASCII.test(text) ? text : text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
}

export function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) cells += WIDE.test(segment) ? 2 : 1;
  return cells;
}

/** At most `cells` wide; what was cut off is marked by an ellipsis. */
export function truncate(text: string, cells: number): string {
  if (widthOf(text) <= cells) return text;
  let kept = '';
  let width = 0;
  for (const { segment } of segmenter.segment(text)) {
    width += widthOf(segment);
    if (width > cells - 1) break;
    kept += segment;
  }
  return cells > 0 ? `${kept}…` : '';
}

export function pad(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(cells - widthOf(text), 0));
  return align === 'right' ? space + text : text + space;
}
