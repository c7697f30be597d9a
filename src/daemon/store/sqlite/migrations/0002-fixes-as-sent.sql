-- A fix is known by the time that its phone gave it. When it was really taken is a belief, which
-- changes with the clocks: sent live and again in a batch, the same fix was stored twice.
CREATE TABLE new_track_points (
  ordinal INTEGER PRIMARY KEY,
  driver_id TEXT NOT NULL,
  booking_id TEXT,
  sent_at INTEGER NOT NULL,
  fix_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  latitude REAL NOT NULL,
  longitude REAL NOT NULL,
  heading REAL,
  speed REAL,
  accuracy REAL,
  UNIQUE (driver_id, sent_at)
) STRICT;

INSERT INTO new_track_points
  SELECT ordinal, driver_id, booking_id, fix_at, fix_at, received_at, latitude, longitude,
    heading, speed, accuracy
  FROM track_points;

DROP TABLE track_points;
ALTER TABLE new_track_points RENAME TO track_points;
