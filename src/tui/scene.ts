import { FIGURE_ROWS, type Layout, layoutOf, type Size } from './layout.ts';
import type { Lists } from './lists/lists.ts';
import type { Snapshot } from './store.ts';
import { helpLines } from './text/help-lines.ts';
import { describeLink, type LinkWords } from './text/link-words.ts';
import type { Extent } from './ui/offset.ts';
import type { ListName, Ui } from './ui/ui.ts';

/** Everything that one frame shows and one key acts on. */
export interface Scene {
  readonly ui: Ui;
  readonly size: Size;
  readonly layout: Layout;
  readonly lists: Lists;
  /** The newest snapshot: the link is never frozen. */
  readonly snapshot: Snapshot;
  /** What the panels show: the newest snapshot or the frozen one. */
  readonly shown: Snapshot;
  readonly link: LinkWords;
  /** The list that the scrolling keys move. */
  readonly list: ListName;
  readonly extent: Extent;
}

export function sceneOf(ui: Ui, snapshot: Snapshot, size: Size, lists: Lists): Scene {
  const layout = layoutOf(size);
  const shown = ui.frozen ?? snapshot;
  const list = listInView(ui, layout);
  const extent = {
    length: lengthOf(list, shown, ui.filter, lists),
    visible: visibleRows(list, ui, layout),
  };
  const link = describeLink(snapshot.model, snapshot.atMs);
  return { ui, size, layout, lists, snapshot, shown, link, list, extent };
}

function listInView(ui: Ui, layout: Layout): ListName {
  if (ui.mode === 'help') return 'help';
  if (ui.panel !== 'overview') return ui.panel;
  return layout.form === 'full' ? 'bookings' : 'overview';
}

function visibleRows(list: ListName, ui: Ui, layout: Layout): number {
  if (layout.form === 'none') return 0;
  if (layout.form === 'compact') return layout.listRows;
  // The help has a heading, but no column heads.
  if (list === 'help') return layout.listRows + 1;
  return ui.panel === 'overview' ? layout.overviewBookings : layout.listRows;
}

function lengthOf(list: ListName, { model }: Snapshot, filter: string, lists: Lists): number {
  switch (list) {
    case 'help':
      return helpLines().length;
    case 'overview':
      return FIGURE_ROWS;
    default:
      return lists[list](model, filter).length;
  }
}
