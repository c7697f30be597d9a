import { expect, test } from 'vitest';
import { frameOf } from '../testing/frame-of.ts';
import { INITIAL_UI, type Ui } from '../ui/ui.ts';
import { Footer } from './footer.tsx';

function footer(changes: Partial<Ui>) {
  return frameOf(<Footer ui={{ ...INITIAL_UI, ...changes }} />)[0];
}

test('the way out and the help come first', () => {
  expect(footer({})).toMatch(/^q quit {3}\? help {3}Tab panel/);
});

test('a filter is shown while it is typed, with the keys that end it', () => {
  expect(footer({ mode: 'filter', filter: 'ana' })).toMatch(/^\/ana_ {3}Enter keep {3}Esc/);
});

test('of a long filter the end is shown, where one types', () => {
  expect(footer({ mode: 'filter', filter: `${'x'.repeat(100)}end` })).toMatch(/^x+end_/);
});

test('the help says how to leave it', () => {
  expect(footer({ mode: 'help' })).toContain('Esc back');
});
