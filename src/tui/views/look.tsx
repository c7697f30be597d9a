import { createContext, type ReactNode, useContext } from 'react';
import { type Paint, PLAIN_PAINT } from '../text/paint.ts';

/** How rows are drawn: in which colours, how wide, and dimmed when what they show is old. */
export interface Look {
  readonly paint: Paint;
  readonly width: number;
  readonly isDim: boolean;
}

export const LookContext = createContext<Look>({ paint: PLAIN_PAINT, width: 80, isDim: false });

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
  const paint = isDim ? PLAIN_PAINT : look.paint;
  return <LookContext value={{ ...look, paint, isDim }}>{children}</LookContext>;
}
