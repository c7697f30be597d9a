import type {
  BookingStatus,
  ClientMessageOf,
  ClientMessageType,
  WireId,
} from '../../protocol/index.ts';

/** What may be asked of the daemon. The library itself opens the session and answers pings. */
export type CommandType = Exclude<ClientMessageType, 'auth' | 'pong' | 'ack'>;

/** A command as it is given to `send`: the message without its `id`, which the library makes. */
export type Command<Type extends CommandType = CommandType> = {
  readonly type: Type;
} & Omit<ClientMessageOf<Type>, 'type' | 'id'>;

/** How a booking stands after a command. */
export interface BookingResult {
  readonly booking_id: WireId;
  readonly status: BookingStatus;
  readonly version: number;
  /** Whether a session of whoever is told is open at this moment. */
  readonly online?: boolean;
}

export interface NotifyResult {
  readonly seq?: number;
  readonly online?: boolean;
}

type BookingCommandType =
  | 'request_booking'
  | 'assign_driver'
  | 'driver_response'
  | 'status_update'
  | 'rate_booking';

export type CommandResult<Type extends CommandType> = Type extends BookingCommandType
  ? BookingResult
  : Type extends 'notify'
    ? NotifyResult
    : undefined;
