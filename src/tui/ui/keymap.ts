import {
  beginFilter,
  clearFilter,
  dropFilter,
  type Effect,
  eraseCharacter,
  goBack,
  hideHelp,
  interrupt,
  keepFilter,
  quit,
  redraw,
  scrollPages,
  scrollRows,
  scrollToEnd,
  scrollToStart,
  showHelp,
  showPanel,
  toggleFreeze,
  turnPanels,
} from './effects.ts';
import type { Mode } from './ui.ts';

/** One entry of the keyboard: what it does, and how the help and the footer tell it. */
export interface Binding {
  /** Names as `keys.ts` gives them. */
  readonly keys: readonly string[];
  readonly effect: Effect;
  /** The keys as people write them and what they do; the first of several alike tells for all. */
  readonly help?: readonly [keys: string, meaning: string];
  /** Stands in the footer: what everybody needs. */
  readonly hint?: string;
}

const SCROLLING: readonly Binding[] = [
  {
    keys: ['j', 'down'],
    effect: scrollRows(1),
    help: ['j k, arrows', 'one row down, up'],
    hint: 'j k scroll',
  },
  { keys: ['k', 'up'], effect: scrollRows(-1) },
  {
    keys: ['pagedown', 'ctrl+f'],
    effect: scrollPages(1),
    help: ['PgDn PgUp', 'one page on, back'],
  },
  { keys: ['pageup', 'ctrl+b'], effect: scrollPages(-1) },
  {
    keys: ['g', 'home'],
    effect: scrollToStart,
    help: ['g G', 'first row, last row; there, events follow the newest'],
  },
  { keys: ['G', 'end'], effect: scrollToEnd },
];

const INTERRUPT: Binding = {
  keys: ['ctrl+c'],
  effect: interrupt,
  help: ['Ctrl-C', 'quit, as interrupted'],
};
const QUIT: Binding = { keys: ['q'], effect: quit, help: ['q', 'quit'], hint: 'q quit' };
const REDRAW: Binding = {
  keys: ['ctrl+l'],
  effect: redraw,
  help: ['Ctrl-L', 'draw the screen anew'],
};

/** A narrow footer is cut at its end, so the way out and the way to the rest come first. */
const BROWSING: readonly Binding[] = [
  QUIT,
  { keys: ['?'], effect: showHelp, help: ['?', 'this help'], hint: '? help' },
  {
    keys: ['tab', 'right', 'l'],
    effect: turnPanels(1),
    help: ['Tab, Shift-Tab', 'next panel, panel before'],
    hint: 'Tab panel',
  },
  { keys: ['shift+tab', 'left', 'h'], effect: turnPanels(-1) },
  {
    keys: ['1'],
    effect: showPanel('overview'),
    help: ['1 2 3 4', 'overview, live bookings, recent events, drivers'],
  },
  { keys: ['2'], effect: showPanel('bookings') },
  { keys: ['3'], effect: showPanel('events') },
  { keys: ['4'], effect: showPanel('drivers') },
  ...SCROLLING,
  {
    keys: ['/'],
    effect: beginFilter,
    help: ['/', 'show only rows that hold every word of a text'],
    hint: '/ filter',
  },
  {
    keys: ['space'],
    effect: toggleFreeze,
    help: ['Space', 'freeze what is shown, and let it go on'],
    hint: 'Space freeze',
  },
  {
    keys: ['escape'],
    effect: goBack,
    help: ['Esc', 'one step back: filter off, freeze off, overview'],
    hint: 'Esc back',
  },
  REDRAW,
  INTERRUPT,
];

const FILTERING: readonly Binding[] = [
  { keys: ['enter'], effect: keepFilter, hint: 'Enter keep' },
  { keys: ['escape'], effect: dropFilter, hint: 'Esc filter off' },
  { keys: ['ctrl+u'], effect: clearFilter, hint: 'Ctrl-U empty' },
  { keys: ['backspace'], effect: eraseCharacter },
  INTERRUPT,
];

const HELPING: readonly Binding[] = [
  QUIT,
  { keys: ['escape', '?', 'enter'], effect: hideHelp, hint: 'Esc back' },
  ...SCROLLING,
  REDRAW,
  INTERRUPT,
];

/** Every key, declared once: what it does, the help and the footer come from here. */
export const KEYMAP: Readonly<Record<Mode, readonly Binding[]>> = {
  browse: BROWSING,
  filter: FILTERING,
  help: HELPING,
};
