import process from 'node:process';
import type { ExitReason, MonitorOptions } from './monitor-options.ts';
import type { Store } from './store.ts';
import { colourPaint, PLAIN_PAINT } from './text/paint.ts';

const DEFAULT_TITLE = 'routa monitor';

/** Shows the dashboard on the terminal's other screen until somebody leaves or `until` aborts. */
export async function showScreen(options: MonitorOptions, store: Store): Promise<ExitReason> {
  const { stdin, stdout, until } = options;
  const hasColours = prepareEnvironment(stdout);
  const [{ render }, { createElement }, { App }] = await Promise.all([
    import('ink'),
    import('react'),
    import('./views/app.tsx'),
  ]);
  const app = createElement(App, {
    store,
    title: options.title ?? DEFAULT_TITLE,
    paint: hasColours ? colourPaint() : PLAIN_PAINT,
    onRedraw: () => instance.clear(),
  });
  const instance = render(app, {
    stdin,
    stdout,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: 30,
    // Ink would draw nothing before its end where `CI` is set.
    interactive: true,
    // Ctrl-C is a key like others, since it has an exit code of its own.
    exitOnCtrlC: false,
    // Nothing here writes to the console, and patched lines would push the frame up.
    patchConsole: false,
  });
  const unmount = () => instance.unmount();
  until?.addEventListener('abort', unmount);
  try {
    // It may have been aborted while Ink was loading.
    if (until?.aborted) unmount();
    return exitReasonOf(await instance.waitUntilExit());
  } finally {
    until?.removeEventListener('abort', unmount);
  }
}

/**
 * Ink and React read the environment while they load, so it is settled before. React's development
 * build remembers every render. Ink's own colours know `FORCE_COLOR`, but not `NO_COLOR`.
 */
function prepareEnvironment(stdout: NodeJS.WriteStream): boolean {
  const { env } = process;
  env.NODE_ENV = 'production';
  const hasColours = !env.NO_COLOR && stdout.hasColors();
  if (!hasColours) env.FORCE_COLOR = '0';
  return hasColours;
}

function exitReasonOf(result: unknown): ExitReason {
  return result === 'quit' || result === 'interrupted' ? result : 'ended';
}
