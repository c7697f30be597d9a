import type { ChalkInstance } from 'chalk';
import type { Environment, Sink } from '../context.ts';

/** What a colour means here; never the only carrier of it. */
export type Tone = 'title' | 'good' | 'busy' | 'bad' | 'faint';
export type Paint = (text: string, tone: Tone | undefined) => string;

/** https://no-color.org: set to anything but the empty string. */
export function hasColors(sink: Sink, env: Environment): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return sink.isTTY === true && env.TERM !== 'dumb';
}

/** Loads chalk only where something is painted. */
export async function paintFor(sink: Sink, env: Environment): Promise<Paint> {
  if (!hasColors(sink, env)) return (text) => text;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const tones: Record<Tone, ChalkInstance> = {
    title: chalk.bold,
    good: chalk.green,
    busy: chalk.yellow,
    bad: chalk.red,
    faint: chalk.dim,
  };
  return (text, tone) => (tone === undefined ? text : tones[tone](text));
}
