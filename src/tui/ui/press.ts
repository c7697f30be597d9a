import { type KeyScene, typeText } from './effects.ts';
import { KEYMAP } from './keymap.ts';
import type { Ui } from './ui.ts';

/** What the dashboard becomes by one key. A key without a meaning changes nothing. */
export function press(ui: Ui, key: string, scene: KeyScene): Ui {
  const binding = KEYMAP[ui.mode].find(({ keys }) => keys.includes(key));
  if (binding !== undefined) return binding.effect(ui, scene);
  if (ui.mode !== 'filter') return ui;
  if (key === 'space') return typeText(ui, ' ');
  return [...key].length === 1 ? typeText(ui, key) : ui;
}

/** A paste is text: outside the filter its letters must not act as commands. */
export function paste(ui: Ui, text: string): Ui {
  return ui.mode === 'filter' ? typeText(ui, text) : ui;
}
