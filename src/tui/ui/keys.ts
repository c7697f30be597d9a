import type { Key } from 'ink';

/** A key's name is its character or one of these; also `shift+tab`, and `ctrl+` before letters. */
const SPECIAL: readonly (readonly [field: keyof Key, name: string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

const CHARACTERS: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\t': 'tab',
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
};

/**
 * The keys in one event of Ink. A key that is held down arrives as one string (`jjj`), so there may
 * be several. An unknown combination with Alt is no key at all.
 */
export function keysOf(input: string, key: Key): readonly string[] {
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  const special = SPECIAL.find(([field]) => key[field] === true);
  if (special !== undefined) return [special[1]];
  if (key.ctrl) return [`ctrl+${input}`];
  if (key.meta) return [];
  return [...input].map((character) => CHARACTERS[character] ?? character);
}
