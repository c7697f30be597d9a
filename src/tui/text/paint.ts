import { Chalk } from 'chalk';

/**
 * Styles as text. Rows carry their colours inside one string, because nested `<Text>` elements cost
 * Ink twice the time. Every meaning that a colour has is also said in words.
 */
export interface Paint {
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  /** What is selected; its brackets or marker stand in the text. */
  selected(text: string): string;
}

const asItIs = (text: string) => text;

/** For `NO_COLOR`, for terminals without colours, and for rows that are dimmed as a whole. */
export const PLAIN_PAINT: Paint = {
  strong: asItIs,
  faint: asItIs,
  good: asItIs,
  warn: asItIs,
  bad: asItIs,
  selected: asItIs,
};

/** The sixteen colours that a terminal's own theme defines, so that they suit its background. */
export function colourPaint(): Paint {
  const chalk = new Chalk({ level: 1 });
  return {
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    good: (text) => chalk.green(text),
    warn: (text) => chalk.yellow(text),
    bad: (text) => chalk.red(text),
    selected: (text) => chalk.bold.inverse(text),
  };
}
