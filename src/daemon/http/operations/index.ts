import type { OperationName } from '../../../protocol/index.ts';
import { answer, type OperationHandler } from '../operation.ts';
import {
  assignDriver,
  createBooking,
  getBooking,
  listBookings,
  listTransitions,
  setStatus,
} from './bookings.ts';
import { closeConnections, listConnections } from './connections.ts';
import { reloadDaemon, stopDaemon } from './control.ts';
import { getDriver, listDrivers } from './drivers.ts';
import { notify } from './notifications.ts';
import { eraseSimulation } from './simulations.ts';
import { issueTokens, listTokens, pruneTokens, revokeTokens } from './tokens.ts';

/** What the daemon does for each operation of the API. */
export const HANDLERS: { readonly [Name in OperationName]: OperationHandler<Name> } = {
  createBooking,
  listBookings,
  getBooking,
  assignDriver,
  setStatus,
  listTransitions,
  notify,
  issueTokens,
  listTokens,
  revokeTokens,
  pruneTokens,
  listDrivers,
  getDriver,
  listConnections,
  closeConnections,
  getStats: ({ services }) => answer(services.stats.current()),
  reloadDaemon,
  stopDaemon,
  eraseSimulation,
};
