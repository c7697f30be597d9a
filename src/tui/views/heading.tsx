import { cellsOf } from '../../text/cells.ts';
import { useLook } from './look.tsx';
import { Row } from './row.tsx';

/** The title of a part of the screen, with a rule to the right edge. */
export function Heading({ text }: { readonly text: string }) {
  const { paint, width } = useLook();
  const rule = '─'.repeat(Math.max(width - cellsOf(text) - 1, 0));
  return <Row text={`${paint.strong(text)} ${paint.faint(rule)}`} />;
}
