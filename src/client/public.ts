/** What both doors of the library, `index.ts` and `browser.ts`, have in common. */
export type { ApiClient, ApiOptions, CallOptions, RequestOptions } from './api/api-client.ts';
export type { Client, PostedMessage } from './client.ts';
export { ClientError, type ClientErrorCode } from './client-error.ts';
export type { ClientEvents, Fault, Session, StreamMessage } from './client-events.ts';
export { CLIENT_LIMITS, type ClientLimits } from './client-limits.ts';
export type { ClientOptions, ReadyOptions, SendOptions } from './client-options.ts';
export type {
  BookingResult,
  Command,
  CommandResult,
  CommandType,
  NotifyResult,
} from './commands/command.ts';
export type { ConnectionStatus } from './connection/connection-status.ts';
export type { Address, OpenSocket, Socket, SocketEvents } from './connection/socket.ts';
export { type Admin, adminClient } from './roles/admin.ts';
export type { BookingStep } from './roles/booking-after.ts';
export type { BookingsListener } from './roles/bookings-board.ts';
export { type Driver, driverClient } from './roles/driver.ts';
export { type Rider, riderClient } from './roles/rider.ts';
export type { BookingState, Offer } from './roles/watch-bookings.ts';
export type { Bbox, RoomName } from './rooms.ts';
export type { StreamPosition } from './stream/durable-stream.ts';
