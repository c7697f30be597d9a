import { fitCells } from '../../text/cells.ts';
import type { Column } from '../lists/column.ts';
import { drawRow, drawTitles, layColumns } from '../lists/table.ts';
import { firstRow } from '../ui/offset.ts';
import type { Offset } from '../ui/ui.ts';
import { useLook } from './look.tsx';
import { Row } from './row.tsx';

interface ListProps<Item> {
  readonly items: readonly Item[];
  readonly columns: readonly Column<Item>[];
  readonly offset: Offset;
  /** Rows to fill, without the column heads. */
  readonly visible: number;
  readonly hasHeads: boolean;
  /** Shown instead of rows when there are none. */
  readonly why: string;
  readonly daemonTimeMs: number | null;
}

/** A window on a list: exactly so many rows as there is room for, blank where items end. */
export function List<Item>(props: ListProps<Item>) {
  const { items, columns, offset, visible, hasHeads, why, daemonTimeMs } = props;
  const { paint, width } = useLook();
  const laid = layColumns(columns, width);
  const first = firstRow(offset, { length: items.length, visible });
  const lines = items
    .slice(first, first + visible)
    .map((item) => drawRow(laid, item, daemonTimeMs, paint));
  if (items.length === 0) lines.push(paint.faint(fitCells(why, width)));
  return (
    <>
      {hasHeads && <Row text={paint.faint(drawTitles(laid))} />}
      <Rows lines={lines} count={visible} />
    </>
  );
}

/** `count` rows, whatever there is to fill them. */
export function Rows({
  lines,
  count,
}: {
  readonly lines: readonly string[];
  readonly count: number;
}) {
  return Array.from({ length: Math.max(count, 0) }, (_, index) => (
    // A row of the screen is its own identity: what stands in it changes.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    <Row key={index} text={lines[index] ?? ''} />
  ));
}
