import { createContext, type ReactNode, useContext } from 'react';
import { type Paint, PLAIN_PAINT } from '../text/paint.ts';

/** How rows are drawn. */
export interface Look {
  readonly paint: Paint;
  readonly width: number;
  /** The last touch to a whole row. */
  readonly finish: (row: string) => string;
}

export const LookContext = createContext<Look>({
  paint: PLAIN_PAINT,
  width: 80,
  finish: (row) => row,
});

export function useLook(): Look {
  return useContext(LookContext);
}

interface DimmableProps {
  readonly isDim: boolean;
  readonly children: ReactNode;
}

/** Dims a part of the screen as a whole; its own colours would undo that, so they go. */
export function Dimmable({ isDim, children }: DimmableProps) {
  const look = useLook();
  const shown = isDim ? { ...look, paint: PLAIN_PAINT, finish: look.paint.faint } : look;
  return <LookContext value={shown}>{children}</LookContext>;
}
