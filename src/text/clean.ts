/**
 * Names and places are written by strangers. An escape sequence among them could move the cursor,
 * change the window's title or answer on the operator's behalf, so none reaches the terminal.
 */

const HARMLESS = /^(?:[\x21-\x7e]| (?! ))*$/;
const SPACES = /[\s\p{Zl}\p{Zp}]+/gu;
/** Direction overrides, joiners, variation selectors: invisible, and terminals disagree on them. */
const INVISIBLE = /[\p{Cf}\p{Me}\p{Variation_Selector}]/gu;
const CONTROLS = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}]/gu;
/** Pictures whose width a terminal may see differently, which leaves stale cells on a screen. */
const PICTURES = /[\p{Emoji_Presentation}\u{1f000}-\u{1faff}]/gu;

const TEXT_LENGTH_MAX = 1_000;

/** One line of any length, for tables and pipes: `"a\u001b[2Jb\n"` → `"a?[2Jb"`. */
export function cleanLine(text: string): string {
  return clean(text).trim();
}

/** One line for a screen that is drawn cell by cell: shortened too, and without pictures. */
export function cleanText(text: string): string {
  const short = text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text;
  return HARMLESS.test(short) ? short : clean(short.normalize('NFC')).replace(PICTURES, '?');
}

function clean(text: string): string {
  if (HARMLESS.test(text)) return text;
  return text.replace(INVISIBLE, '').replace(SPACES, ' ').replace(CONTROLS, '?');
}

/** The same value with every string in it cleaned, so that nobody has to remember which. */
export function cleanDeep<Value>(value: Value): Value {
  // Strings map to strings and objects to objects of the same keys: the shape stays.
  return cleanUnknown(value) as Value;
}

function cleanUnknown(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanUnknown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [cleanText(key), cleanUnknown(inner)]),
  );
}
