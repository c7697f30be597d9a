import { cellsOf, fitCells, fitRight } from '../../text/cells.ts';
import type { LinkWords } from '../text/link-words.ts';
import { useLook } from './look.tsx';
import { Row } from './row.tsx';

const GAP = 2;

interface HeaderProps {
  readonly title: string;
  readonly link: LinkWords;
  /** Whose figures these are. */
  readonly daemon: string;
}

/** Whose figures these are and how far they can be trusted. */
export function Header({ title, link, daemon }: HeaderProps) {
  const { paint, width } = useLook();
  // The link has the first claim on the row, but never on all of it.
  const left = Math.max(width - cellsOf(link.text) - GAP, Math.floor(width / 3));
  const name = fitCells(title, Math.min(cellsOf(title), left));
  const room = width - cellsOf(name) - GAP;
  const words = fitCells(link.text, Math.min(cellsOf(link.text), room));
  const right = fitRight(daemon, room - cellsOf(words));
  return (
    <Row
      text={[paint.strong(name), ' '.repeat(GAP), paint[link.tone](words), paint.faint(right)].join(
        '',
      )}
    />
  );
}
