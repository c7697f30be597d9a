import { effort } from '../../support/effort.ts';
import { upTo } from '../../support/people.ts';

/**
 * Two hundred sessions that stop reading. By day they share users, ten sessions each, so that one
 * message which is stored once fills the sockets of ten; in the long mode each is a user.
 */
const STALLED = 200;
const SESSIONS_EACH = effort({ usual: 10, long: 1 });
const USERS = STALLED / SESSIONS_EACH;
const RIDERS = (USERS * 2) / 5;
const ADMINS = USERS / 5;
const WORKING = 200;
const DISPATCHERS = 10;

/** Riders on a trip with a driver who works, drivers, and admins who watch rooms. */
const users = [
  ...upTo(RIDERS).map((id) => `rider:${id}`),
  ...upTo(RIDERS).map((id) => `driver:${5_000 + id}`),
  ...upTo(ADMINS).map((id) => `admin:${id}`),
];

const sessions = users.flatMap((userName) => {
  return upTo(SESSIONS_EACH).map((number) => ({ userName, device: `stalled-${number}` }));
});

export const CAST = {
  stalledUsers: users,
  /** Open when their sockets begin to fill. */
  early: sessions.filter((_, index) => index % 2 === 0),
  /** Come when much is waiting for them, and stop reading as it begins to arrive. */
  late: sessions.filter((_, index) => index % 2 === 1),
  /** Each is the driver of the rider of the same number. */
  lonelyDrivers: upTo(RIDERS),
  pairs: upTo((WORKING - DISPATCHERS - RIDERS) / 2).map((number) => 10_000 + number),
  dispatchers: upTo(DISPATCHERS).map((number) => 1_000 + number),
} as const;
