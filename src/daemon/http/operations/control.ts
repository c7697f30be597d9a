import type { ConfigChange } from '../../config/running-config.ts';
import { noteOperation } from '../note-operation.ts';
import { answer, type OperationHandler, refuse } from '../operation.ts';

export const reloadDaemon: OperationHandler<'reloadDaemon'> = (call) => {
  const reloading = call.control.reload();
  const outcome = reloading.ok ? 'read the configuration again' : 'tried to reload, in vain';
  noteOperation(call, 'operator.reloaded', outcome);
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
  noteOperation({ services, user }, 'operator.stopped', 'asked routa to stop', { atOnce });
  const { pid, connections, windowMs } = control.stop({ atOnce });
  return answer({ pid, connections, window_ms: windowMs });
};
