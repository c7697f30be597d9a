import { render } from 'ink-testing-library';
import type { ReactElement } from 'react';

/** The rows that a component draws, a hundred cells wide at most, without blanks at their ends. */
export function frameOf(component: ReactElement): readonly string[] {
  const { lastFrame, unmount } = render(component);
  // Unmounting draws an empty frame.
  const frame = lastFrame() ?? '';
  unmount();
  return frame.split('\n').map((line) => line.trimEnd());
}
