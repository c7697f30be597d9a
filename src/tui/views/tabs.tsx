import { cellsOf, fitCells } from '../../text/cells.ts';
import { PANELS, type Panel } from '../ui/ui.ts';
import { useLook } from './look.tsx';
import { Row } from './row.tsx';

const NAMES: Readonly<Record<Panel, string>> = {
  overview: 'Overview',
  bookings: 'Bookings',
  events: 'Events',
  drivers: 'Drivers',
};

interface TabsProps {
  readonly panel: Panel;
  /** How many rows a panel has, where that is known. */
  readonly counts: Readonly<Partial<Record<Panel, number | null>>>;
  /** What is in force: a filter, a freeze. */
  readonly notice: string;
}

/** The panels; the one in view stands in brackets, as colour alone would not tell everybody. */
export function Tabs({ panel, counts, notice }: TabsProps) {
  const { paint, width } = useLook();
  const tabs = PANELS.map((each, index) => {
    const count = counts[each];
    const known = count === undefined || count === null ? '' : ` ${count}`;
    const label = `${index + 1} ${NAMES[each]}${known}`;
    return each === panel ? `[${label}]` : ` ${label} `;
  });
  const cells = cellsOf(tabs.join(''));
  if (cells > width) return <Row text={fitCells(tabs.join(''), width)} />;
  const painted = tabs.map((tab, index) => (PANELS[index] === panel ? paint.selected(tab) : tab));
  const told = ` ${fitCells(notice, width - cells - 1, 'right')}`;
  return <Row text={painted.join('') + paint.warn(told)} />;
}
