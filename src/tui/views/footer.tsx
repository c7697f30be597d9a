import { cellsOf, fitCells } from '../../text/cells.ts';
import { KEYMAP } from '../ui/keymap.ts';
import type { Ui } from '../ui/ui.ts';
import { useLook } from './look.tsx';
import { Row } from './row.tsx';

/** The keys that everybody needs, or the filter while it is typed. */
export function Footer({ ui }: { readonly ui: Ui }) {
  const { paint, width } = useLook();
  const hints = KEYMAP[ui.mode].flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  const keys = hints.join('   ');
  if (ui.mode !== 'filter') return <Row text={paint.faint(fitCells(keys, width))} />;
  // Of a long filter the end is being typed; the underscore stands for the cursor.
  const typed = [...`/${ui.filter}_`].slice(-width).join('');
  const room = Math.max(width - cellsOf(typed), 0);
  return <Row text={typed + fitCells(`   ${keys}`, room)} />;
}
