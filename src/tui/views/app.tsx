import { Box, useApp, useInput, usePaste, useStdin, useWindowSize } from 'ink';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { createLists } from '../lists/lists.ts';
import { sceneOf } from '../scene.ts';
import type { Store } from '../store.ts';
import type { Paint } from '../text/paint.ts';
import { keysOf } from '../ui/keys.ts';
import { paste, press } from '../ui/press.ts';
import { INITIAL_UI } from '../ui/ui.ts';
import { LookContext } from './look.tsx';
import { Screen } from './screen.tsx';

export interface AppProps {
  readonly store: Store;
  readonly title: string;
  readonly paint: Paint;
  /** Takes everything off the terminal, so that the next frame is drawn in full. */
  readonly onRedraw: () => void;
}

/** Ties the store and the keyboard to the screen. What is shown is decided elsewhere. */
export function App({ store, title, paint, onRedraw }: AppProps) {
  const snapshot = useSyncExternalStore(store.subscribe, store.snapshot);
  const size = useWindowSize();
  const { isRawModeSupported: isActive } = useStdin();
  const { exit } = useApp();
  const [lists] = useState(createLists);
  const [ui, setUi] = useState(INITIAL_UI);

  useInput(
    (input, key) => {
      setUi((before) =>
        keysOf(input, key).reduce(
          (each, name) => press(each, name, sceneOf(each, store.snapshot(), size, lists)),
          before,
        ),
      );
    },
    { isActive },
  );
  usePaste((text) => setUi((before) => paste(before, text)), { isActive });
  useEffect(() => {
    if (ui.leaving !== null) exit(ui.leaving);
  }, [ui.leaving, exit]);
  useEffect(() => {
    if (ui.redraws > 0) onRedraw();
  }, [ui.redraws, onRedraw]);

  const { columns: width, rows: height } = size;
  return (
    <LookContext value={{ paint, width, finish: (row) => row }}>
      {/* Without a width of its own: Ink draws once more before React has heard of a resize. */}
      <Box flexDirection="column" height={height} overflow="hidden">
        <Screen scene={sceneOf(ui, snapshot, size, lists)} title={title} />
      </Box>
    </LookContext>
  );
}
