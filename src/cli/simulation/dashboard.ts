import type { Context } from '../context.ts';
import type { ApiAddress } from '../target/resolve-target.ts';
import type { ProgressDisplay } from './progress-display.ts';

/**
 * Shows the daemon of a run until `until` aborts, where there is a terminal to show it on; answers
 * whether the person has left it before. What goes wrong with it does not end the run.
 */
export async function openDashboard(
  address: ApiAddress,
  until: AbortSignal,
  display: ProgressDisplay,
  context: Context,
): Promise<boolean> {
  const { canShowScreen, runMonitor } = await import('../../tui/index.ts');
  if (!canShowScreen(context)) return false;
  display.hold();
  try {
    const reason = await runMonitor({
      connect: 'url' in address ? address : { url: address },
      mode: 'screen',
      stdin: context.terminal.stdin,
      stdout: context.terminal.stdout,
      clock: context.clock,
      title: 'routa simulate',
      until,
    });
    return reason !== 'ended';
  } catch (error) {
    display.note(`The dashboard failed: ${String(error)}`);
    return false;
  } finally {
    display.release();
  }
}
