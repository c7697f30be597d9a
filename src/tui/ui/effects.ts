import { cleanText } from '../../text/clean.ts';
import type { Snapshot } from '../store.ts';
import { type Extent, scroll } from './offset.ts';
import { FILTER_LENGTH_MAX, INITIAL_UI, type ListName, PANELS, type Panel, type Ui } from './ui.ts';

/** What a key acts on: the newest snapshot, and the list in view. */
export interface KeyScene {
  readonly snapshot: Snapshot;
  readonly list: ListName;
  readonly extent: Extent;
}

/** What a key does. Pure, so that the whole keyboard is tested without a terminal. */
export type Effect = (ui: Ui, scene: KeyScene) => Ui;

export const showPanel =
  (panel: Panel): Effect =>
  (ui) => ({ ...ui, panel });

/** The panel `step` further on, round and round. */
export const turnPanels =
  (step: 1 | -1): Effect =>
  (ui) => {
    const index = (PANELS.indexOf(ui.panel) + step + PANELS.length) % PANELS.length;
    return { ...ui, panel: PANELS[index] ?? 'overview' };
  };

export const scrollRows =
  (rows: number): Effect =>
  (ui, scene) =>
    scrollBy(ui, scene, rows);

export const scrollPages =
  (pages: number): Effect =>
  (ui, scene) =>
    scrollBy(ui, scene, pages * Math.max(scene.extent.visible - 1, 1));

export const scrollToStart: Effect = (ui, scene) => scrollBy(ui, scene, -Infinity);
export const scrollToEnd: Effect = (ui, scene) => scrollBy(ui, scene, Infinity);

export const toggleFreeze: Effect = (ui, { snapshot }) => ({
  ...ui,
  frozen: ui.frozen === null ? snapshot : null,
});

export const showHelp: Effect = (ui) => ({
  ...ui,
  mode: 'help',
  offsets: { ...ui.offsets, help: 0 },
});
export const hideHelp: Effect = (ui) => ({ ...ui, mode: 'browse' });

/** One step back: first the filter goes, then the frost, then the panel. */
export const goBack: Effect = (ui) => {
  if (ui.filter !== '') return { ...ui, filter: '' };
  if (ui.frozen !== null) return { ...ui, frozen: null };
  return { ...ui, panel: INITIAL_UI.panel };
};

export const beginFilter: Effect = (ui) => ({ ...ui, mode: 'filter' });
export const keepFilter: Effect = (ui) => ({ ...ui, mode: 'browse' });
export const dropFilter: Effect = (ui) => ({ ...ui, mode: 'browse', filter: '' });
export const clearFilter: Effect = (ui) => ({ ...ui, filter: '' });
export const eraseCharacter: Effect = (ui) => ({
  ...ui,
  filter: [...ui.filter].slice(0, -1).join(''),
});

/** Typed or pasted: a paste is text too, and as little trusted as what comes from the wire. */
export function typeText(ui: Ui, text: string): Ui {
  const filter = [...(ui.filter + cleanText(text))].slice(0, FILTER_LENGTH_MAX).join('');
  return { ...ui, filter, offsets: { ...ui.offsets, bookings: 0, drivers: 0, events: 'end' } };
}

export const redraw: Effect = (ui) => ({ ...ui, redraws: ui.redraws + 1 });
export const quit: Effect = (ui) => ({ ...ui, leaving: 'quit' });
export const interrupt: Effect = (ui) => ({ ...ui, leaving: 'interrupted' });

function scrollBy(ui: Ui, { list, extent }: KeyScene, rows: number): Ui {
  const offset = scroll(ui.offsets[list], rows, extent, list === 'events');
  return { ...ui, offsets: { ...ui.offsets, [list]: offset } };
}
