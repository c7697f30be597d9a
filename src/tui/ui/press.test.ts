import { expect, test } from 'vitest';
import { EMPTY_MODEL } from '../model/model.ts';
import type { KeyScene } from './effects.ts';
import { KEYMAP } from './keymap.ts';
import { paste, press } from './press.ts';
import { FILTER_LENGTH_MAX, INITIAL_UI, type Ui } from './ui.ts';

const SCENE: KeyScene = {
  snapshot: { model: EMPTY_MODEL, atMs: 0 },
  list: 'bookings',
  extent: { length: 45, visible: 10 },
};
const EVENTS: KeyScene = { ...SCENE, list: 'events' };

function pressAll(keys: readonly string[], scene = SCENE, before: Ui = INITIAL_UI): Ui {
  return keys.reduce((ui, key) => press(ui, key, scene), before);
}

test('Tab goes round the panels, Shift-Tab the other way, digits straight there', () => {
  expect(pressAll(['tab']).panel).toBe('bookings');
  expect(pressAll(['tab', 'tab', 'tab', 'tab']).panel).toBe('overview');
  expect(pressAll(['shift+tab']).panel).toBe('drivers');
  expect(pressAll(['3']).panel).toBe('events');
});

test('scrolling stops at both ends', () => {
  expect(pressAll(['k']).offsets.bookings).toBe(0);
  expect(pressAll(['j', 'j', 'up']).offsets.bookings).toBe(1);
  expect(pressAll(['G', 'j']).offsets.bookings).toBe(35);
  expect(pressAll(['G', 'pageup']).offsets.bookings).toBe(26);
  expect(pressAll(['G', 'g']).offsets.bookings).toBe(0);
});

test('events follow the newest until somebody scrolls up, and again from the end on', () => {
  expect(pressAll(['k'], EVENTS).offsets.events).toBe(34);
  expect(pressAll(['k', 'j'], EVENTS).offsets.events).toBe('end');
  expect(pressAll(['g', 'G'], EVENTS).offsets.events).toBe('end');
});

test('a list that has shrunk scrolls from where it is shown', () => {
  const far = pressAll(['G']);
  const short = { ...SCENE, extent: { length: 12, visible: 10 } };
  expect(press(far, 'k', short).offsets.bookings).toBe(1);
});

test('Space freezes the newest snapshot and lets it go', () => {
  expect(pressAll(['space']).frozen).toBe(SCENE.snapshot);
  expect(pressAll(['space', 'space']).frozen).toBeNull();
});

test('in the filter keys are text, commands among them', () => {
  expect(pressAll(['/', 'q', '?', 'space', '2'])).toMatchObject({ mode: 'filter', filter: 'q? 2' });
  expect(pressAll(['/', 'a', 'b', 'backspace', 'enter'])).toMatchObject({
    mode: 'browse',
    filter: 'a',
  });
  expect(pressAll(['/', 'a', 'escape'])).toMatchObject({ mode: 'browse', filter: '' });
  expect(pressAll(['/', 'a', 'ctrl+u'])).toMatchObject({ mode: 'filter', filter: '' });
  expect(pressAll(['/', 'up', 'ctrl+x']).filter).toBe('');
});

test('a filter shows its matches from the first one on', () => {
  expect(pressAll(['G', '/', 'a']).offsets.bookings).toBe(0);
});

test('a filter has a length limit and takes no control characters', () => {
  const typed = paste(pressAll(['/']), `\u001b[2J${'x'.repeat(500)}`);
  expect(typed.filter).toHaveLength(FILTER_LENGTH_MAX);
  expect(typed.filter).toMatch(/^\?\[2Jx+$/);
});

test('a paste outside the filter is no command', () => {
  expect(paste(INITIAL_UI, 'q')).toBe(INITIAL_UI);
});

test('Esc goes back one step at a time', () => {
  const deep = pressAll(['2', 'space', '/', 'a', 'enter']);
  expect(deep).toMatchObject({ panel: 'bookings', filter: 'a' });
  const unfiltered = press(deep, 'escape', SCENE);
  expect(unfiltered).toMatchObject({ panel: 'bookings', filter: '', frozen: SCENE.snapshot });
  const thawed = press(unfiltered, 'escape', SCENE);
  expect(thawed).toMatchObject({ panel: 'bookings', frozen: null });
  expect(press(thawed, 'escape', SCENE)).toEqual(INITIAL_UI);
});

test('the help comes and goes', () => {
  expect(pressAll(['?']).mode).toBe('help');
  expect(pressAll(['?', 'escape']).mode).toBe('browse');
  expect(pressAll(['?', '?']).mode).toBe('browse');
});

test('q leaves, and Ctrl-C leaves from everywhere', () => {
  expect(pressAll(['q']).leaving).toBe('quit');
  expect(pressAll(['?', 'q']).leaving).toBe('quit');
  for (const way of [[], ['/'], ['?']]) {
    expect(pressAll([...way, 'ctrl+c']).leaving).toBe('interrupted');
  }
});

test('a key without a meaning changes nothing', () => {
  expect(press(INITIAL_UI, 'z', SCENE)).toBe(INITIAL_UI);
});

test('no key has two meanings', () => {
  for (const bindings of Object.values(KEYMAP)) {
    const keys = bindings.flatMap((binding) => binding.keys);
    expect(keys).toEqual([...new Set(keys)]);
  }
});
