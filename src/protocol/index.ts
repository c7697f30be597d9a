/**
 * The wire, as everything but the daemon needs it: names, codes and types. Schemas and validators
 * stand in `schemas/` and `decode.ts`, so that a client does not load them.
 */
export * from './booking-status.ts';
export * from './closes.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './limits.ts';
export type {
  AnyClientMessage,
  ClientMessageOf,
  ClientMessageType,
} from './schemas/client-messages.ts';
export type { BookingStatus, DriverCard, Fix, Point } from './schemas/common.ts';
export type { OperationAnswer, OperationName, OperationRequest } from './schemas/http.ts';
export type {
  AnyServerMessage,
  DurableMessage,
  ServerMessageOf,
  ServerMessageType,
} from './schemas/server-messages.ts';
export type {
  BookingView,
  ConnectionView,
  DriverView,
  EventView,
  Position,
  SnapshotBooking,
  StatsView,
  TokenView,
  TransitionView,
} from './schemas/views.ts';
