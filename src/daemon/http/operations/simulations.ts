import { noteOperation } from '../note-operation.ts';
import { answer, type OperationHandler } from '../operation.ts';

/** Ends the sessions first, so that nobody of the run can leave anything new behind. */
export const eraseSimulation: OperationHandler<'eraseSimulation'> = async (call) => {
  const { services, params } = call;
  const userIdPrefix = `sim-${params.run}-`;
  const revoked = await services.tokens.revoke({ userIdPrefix });
  while (await services.store.eraseUsers(userIdPrefix)) {
    // Each round is one bounded commit; others come in between.
  }
  services.bus.publish('erased', { userIdPrefix });
  noteOperation(call, 'operator.erased', `erased the simulation ${params.run}`, params);
  return answer({ revoked: revoked.length });
};
