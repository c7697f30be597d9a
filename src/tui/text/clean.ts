/**
 * Names and places are written by strangers. An escape sequence among them could move the cursor,
 * change the window's title or answer on the operator's behalf, so none reaches the terminal.
 */

const HARMLESS = /^[\x20-\x7e]*$/;
const SPACES = /[\s\p{Zl}\p{Zp}]+/gu;
/** Direction overrides, joiners, variation selectors: invisible, and terminals disagree on them. */
const INVISIBLE = /[\p{Cf}\p{Me}\p{Variation_Selector}]/gu;
/** Controls, and pictures whose width a terminal may see differently, which leaves stale cells. */
const UNSHOWABLE = /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\p{Emoji_Presentation}\u{1f000}-\u{1faff}]/gu;

const TEXT_LENGTH_MAX = 1_000;

/** One line that any terminal shows as it is meant: `"a\u001b[2Jb"` → `"a?[2Jb"`. */
export function cleanText(text: string): string {
  const short = text.length > TEXT_LENGTH_MAX ? text.slice(0, TEXT_LENGTH_MAX) : text;
  if (HARMLESS.test(short)) return short;
  return short
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
    .replace(UNSHOWABLE, '?');
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
