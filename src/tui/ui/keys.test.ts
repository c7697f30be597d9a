import type { Key } from 'ink';
import { expect, test } from 'vitest';
import { keysOf } from './keys.ts';

// Ink passes every field; those that a test does not name were not pressed.
const pressed = (fields: Partial<Key> = {}) => fields as Key;

test('a key that is held down arrives as one string', () => {
  expect(keysOf('jjj', pressed())).toEqual(['j', 'j', 'j']);
  expect(keysOf('\r\r', pressed())).toEqual(['enter', 'enter']);
});

test('special keys have names', () => {
  expect(keysOf('', pressed({ downArrow: true }))).toEqual(['down']);
  expect(keysOf('\r', pressed({ return: true }))).toEqual(['enter']);
  expect(keysOf('', pressed({ tab: true, shift: true }))).toEqual(['shift+tab']);
  expect(keysOf(' ', pressed())).toEqual(['space']);
});

test('the backspace key of any terminal erases', () => {
  expect(keysOf('', pressed({ delete: true }))).toEqual(['backspace']);
  expect(keysOf('', pressed({ backspace: true }))).toEqual(['backspace']);
});

test('letters with Ctrl are named so, with Alt they are no keys', () => {
  expect(keysOf('c', pressed({ ctrl: true }))).toEqual(['ctrl+c']);
  expect(keysOf('q', pressed({ meta: true }))).toEqual([]);
});

test('an unknown sequence is no key', () => {
  expect(keysOf('', pressed())).toEqual([]);
});
