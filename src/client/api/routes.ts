import type { OperationName } from '../../protocol/index.ts';

/**
 * Where each operation of the HTTP API is. The daemon's table of them carries the schemas too,
 * which a client need not load; a test keeps the two alike.
 */
export const ROUTES = {
  createBooking: 'POST /bookings',
  listBookings: 'GET /bookings',
  getBooking: 'GET /bookings/{booking_id}',
  assignDriver: 'POST /bookings/{booking_id}/assign',
  setStatus: 'POST /bookings/{booking_id}/status',
  listTransitions: 'GET /bookings/{booking_id}/events',
  notify: 'POST /notifications',
  issueTokens: 'POST /tokens',
  listTokens: 'GET /tokens',
  revokeTokens: 'DELETE /tokens',
  pruneTokens: 'POST /tokens/prune',
  listDrivers: 'GET /drivers',
  getDriver: 'GET /drivers/{driver_id}',
  listConnections: 'GET /connections',
  closeConnections: 'DELETE /connections',
  getStats: 'GET /stats',
  reloadDaemon: 'POST /daemon/reload',
  stopDaemon: 'POST /daemon/stop',
  eraseSimulation: 'DELETE /simulations/{run}',
} as const satisfies Record<OperationName, string>;
