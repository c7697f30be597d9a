import { cellsOf, fitCells, fitRight } from '../text/fit.ts';
import type { LinkWords } from '../text/link-words.ts';
import { useLook } from './look.tsx';
import { Row } from './row.tsx';

interface HeaderProps {
  readonly title: string;
  readonly link: LinkWords;
  /** Whose figures these are. */
  readonly daemon: string;
}

/** Whose figures these are and how far they can be trusted. */
export function Header({ title, link, daemon }: HeaderProps) {
  const { paint, width } = useLook();
  const name = fitCells(title, Math.min(cellsOf(title), Math.floor(width / 3)));
  const room = width - cellsOf(name) - 2;
  const words = fitCells(link.text, Math.min(cellsOf(link.text), room));
  const right = fitRight(daemon, room - cellsOf(words));
  return <Row text={`${paint.strong(name)}  ${paint[link.tone](words)}${paint.faint(right)}`} />;
}
