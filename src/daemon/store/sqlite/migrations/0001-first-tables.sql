-- Times are Unix milliseconds. Ids are text, also those that are integers on the wire.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What is shown of a user; the newest token that names them says it.
CREATE TABLE users (
  role TEXT NOT NULL CHECK (role IN ('admin', 'driver', 'rider')),
  user_id TEXT NOT NULL,
  name TEXT,
  vehicle TEXT,
  phone TEXT,
  PRIMARY KEY (role, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tokens (
  hash TEXT PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('admin', 'driver', 'rider')),
  user_id TEXT NOT NULL,
  name TEXT,
  vehicle TEXT,
  phone TEXT,
  booking_id TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_user ON tokens (user_id, role);

-- `ordinal` is the order of creation, by which lists are paged.
CREATE TABLE bookings (
  ordinal INTEGER PRIMARY KEY,
  booking_id TEXT NOT NULL UNIQUE,
  rider_id TEXT NOT NULL,
  driver_id TEXT,
  last_driver_id TEXT,
  status TEXT NOT NULL CHECK (status IN (
    'pending', 'assigned', 'declined', 'accepted', 'on_way', 'arrived', 'started',
    'completed', 'cancelled'
  )),
  round INTEGER NOT NULL,
  version INTEGER NOT NULL,
  pickup_location TEXT NOT NULL,
  dropoff_location TEXT NOT NULL,
  pickup_latitude REAL,
  pickup_longitude REAL,
  dropoff_latitude REAL,
  dropoff_longitude REAL,
  note TEXT,
  requested_at INTEGER NOT NULL,
  pending_since INTEGER NOT NULL,
  assigned_at INTEGER,
  expires_at INTEGER,
  completed_at INTEGER,
  updated_at INTEGER NOT NULL,
  reason TEXT,
  rating INTEGER,
  rating_comment TEXT,
  rated_at INTEGER,
  excluded_driver_ids TEXT NOT NULL,
  -- The rider, as long as this booking keeps them from having another one; null where the
  -- installation allowed several when it was requested.
  rider_lock TEXT
) STRICT;

-- What a user can have only one of. A check before a write could be overtaken; an index cannot.
CREATE UNIQUE INDEX one_trip_per_driver ON bookings (driver_id)
  WHERE status IN ('accepted', 'on_way', 'arrived', 'started');
CREATE UNIQUE INDEX one_offer_per_driver ON bookings (driver_id) WHERE status = 'assigned';
CREATE UNIQUE INDEX one_open_booking_per_rider ON bookings (rider_lock)
  WHERE rider_lock IS NOT NULL;

CREATE INDEX bookings_by_rider ON bookings (rider_id);
CREATE INDEX bookings_by_driver ON bookings (driver_id) WHERE driver_id IS NOT NULL;
CREATE INDEX open_bookings ON bookings (ordinal) WHERE status NOT IN ('completed', 'cancelled');

-- Counted as they change: counting millions of rows once a second would keep the reader busy.
CREATE TABLE booking_counts (
  status TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_new_booking AFTER INSERT ON bookings BEGIN
  INSERT INTO booking_counts (status, count) VALUES (new.status, 1)
    ON CONFLICT (status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER count_changed_booking AFTER UPDATE OF status ON bookings
WHEN old.status <> new.status BEGIN
  UPDATE booking_counts SET count = count - 1 WHERE status = old.status;
  INSERT INTO booking_counts (status, count) VALUES (new.status, 1)
    ON CONFLICT (status) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER count_deleted_booking AFTER DELETE ON bookings BEGIN
  UPDATE booking_counts SET count = count - 1 WHERE status = old.status;
END;

-- The log. `ordinal` is the order of commits over all bookings.
CREATE TABLE transitions (
  ordinal INTEGER PRIMARY KEY,
  booking_id TEXT NOT NULL REFERENCES bookings (booking_id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  round INTEGER NOT NULL,
  from_status TEXT,
  to_status TEXT NOT NULL,
  by_role TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT,
  message TEXT,
  driver_id TEXT,
  latitude REAL,
  longitude REAL,
  -- JSON of what only some kinds of rows have: rider, places, expiry.
  details TEXT NOT NULL,
  UNIQUE (booking_id, version)
) STRICT;

CREATE TRIGGER transitions_are_append_only BEFORE UPDATE ON transitions BEGIN
  SELECT raise(ABORT, 'the log of transitions is append-only');
END;

CREATE TABLE timers (
  booking_id TEXT NOT NULL REFERENCES bookings (booking_id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  PRIMARY KEY (booking_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX timers_by_due_time ON timers (due_at);

-- One per user: what was numbered last, acknowledged, and deleted.
CREATE TABLE streams (
  stream_id INTEGER PRIMARY KEY,
  role TEXT NOT NULL CHECK (role IN ('admin', 'driver', 'rider')),
  user_id TEXT NOT NULL,
  newest_seq INTEGER NOT NULL,
  acked_seq INTEGER NOT NULL,
  pruned_seq INTEGER NOT NULL,
  UNIQUE (role, user_id)
) STRICT;

-- `ordinal` is the order of commits, so that the oldest are found without an index over time.
CREATE TABLE stream_entries (
  ordinal INTEGER PRIMARY KEY,
  stream_id INTEGER NOT NULL REFERENCES streams (stream_id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  -- The message without its `seq`.
  json TEXT NOT NULL,
  UNIQUE (stream_id, seq)
) STRICT;

-- First answers to commands, for their repeats.
CREATE TABLE commands (
  ordinal INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  id TEXT NOT NULL,
  hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  UNIQUE (scope, id)
) STRICT;

-- A fix is known by its time: sent twice, it is stored once.
CREATE TABLE track_points (
  ordinal INTEGER PRIMARY KEY,
  driver_id TEXT NOT NULL,
  booking_id TEXT,
  fix_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  heading REAL,
  speed REAL,
  accuracy REAL,
  UNIQUE (driver_id, fix_at)
) STRICT;
