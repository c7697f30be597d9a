import { formatUser } from '../../../protocol/index.ts';
import { answer, type OperationHandler } from '../operation.ts';

/** Ends the sessions first, so that nobody of the run can leave anything new behind. */
export const eraseSimulation: OperationHandler<'eraseSimulation'> = async (call) => {
  const { services, user, params } = call;
  const userIdPrefix = `sim-${params.run}-`;
  const revoked = await services.tokens.revoke({ userIdPrefix });
  while (await services.store.eraseUsers(userIdPrefix)) {
    // Each round is one bounded commit; others come in between.
  }
  services.bus.publish('erased', { userIdPrefix });
  services.log.info({ by: formatUser(user), run: params.run }, 'simulation erased');
  return answer({ revoked: revoked.length });
};
