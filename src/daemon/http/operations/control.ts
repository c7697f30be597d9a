import { formatUser } from '../../../protocol/index.ts';
import type { ConfigChange } from '../../config/running-config.ts';
import { answer, type OperationHandler, refuse } from '../operation.ts';

export const reloadDaemon: OperationHandler<'reloadDaemon'> = ({ control }) => {
  const reloading = control.reload();
  if (!reloading.ok) {
    const { problem, hint } = reloading;
    return refuse('invalid_message', problem, { hint });
  }
  const { changed, needsRestart } = reloading;
  return answer({ changed: changed.map(changeView), needs_restart: needsRestart.map(changeView) });
};

function changeView({ name, from, to }: ConfigChange) {
  return { key: name, from: viewOf(from), to: viewOf(to) };
}

/** Lists as the wire has them, which nobody may then change. */
function viewOf(value: ConfigChange['from']) {
  return typeof value === 'object' ? [...value] : value;
}

export const stopDaemon: OperationHandler<'stopDaemon'> = ({ services, control, user, body }) => {
  const atOnce = body.at_once ?? false;
  services.log.info({ by: formatUser(user), atOnce }, 'routa was asked to stop');
  const { pid, connections, windowMs } = control.stop({ atOnce });
  return answer({ pid, connections, window_ms: windowMs });
};
