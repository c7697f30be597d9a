import type { ClientMessageType } from '../../protocol/index.ts';
import { ack } from './ack.ts';
import { assignDriver } from './assign-driver.ts';
import { driverResponse } from './driver-response.ts';
import type { Handler } from './handler.ts';
import { joinRoom } from './join-room.ts';
import { leaveRoom } from './leave-room.ts';
import { locationBatch } from './location-batch.ts';
import { locationUpdate } from './location-update.ts';
import { notify } from './notify.ts';
import { ping, pong } from './ping.ts';
import { rateBooking } from './rate-booking.ts';
import { requestBooking } from './request-booking.ts';
import { statusUpdate } from './status-update.ts';

/** What happens on each client message. `auth` is the gateway's own: it makes the session. */
export const HANDLERS: { readonly [Type in Exclude<ClientMessageType, 'auth'>]: Handler<Type> } = {
  ack,
  assign_driver: assignDriver,
  driver_response: driverResponse,
  join_room: joinRoom,
  leave_room: leaveRoom,
  location_batch: locationBatch,
  location_update: locationUpdate,
  notify,
  ping,
  pong,
  rate_booking: rateBooking,
  request_booking: requestBooking,
  status_update: statusUpdate,
};
