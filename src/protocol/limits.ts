/**
 * Sizes that belong to the protocol itself; what an operator may change stands in the daemon's
 * limits.
 */
export const PROTOCOL_LIMITS = {
  payloadBytesMax: 65_536,
  /** Objects and arrays within each other, in frames and in HTTP bodies. */
  nestingMax: 64,
  requestIdLengthMax: 64,
  deviceLengthMax: 64,
  tokenLengthMax: 4_096,
  placeLengthMax: 500,
  textLengthMax: 1_000,
  reasonLengthMax: 200,
  batchPointsMax: 100,
  roomPageMax: 500,
  notificationDataBytesMax: 16_384,
  /** What a token may say of its user. */
  nameLengthMax: 100,
  vehicleLengthMax: 100,
  phoneLengthMax: 40,
  tokenTtlMsMin: 1_000,
  /** Ten years; a token for longer is one that never expires. */
  tokenTtlMsMax: 315_360_000_000,
  assignTimeoutMsMin: 1_000,
  assignTimeoutMsMax: 1_800_000,
} as const;

/** The only subprotocol that is ever selected; `bearer.TOKEN` may be offered beside it. */
export const SUBPROTOCOL = 'routa.v1';
export const BEARER_SUBPROTOCOL_PREFIX = 'bearer.';

/** Every path of the HTTP API starts with it. */
export const API_PREFIX = '/api/v1';
