import type { Database } from 'better-sqlite3';
import { type DriverCard, toWireId } from '../../../protocol/index.ts';
import type { TokenDraft } from '../store.ts';

interface CardRow {
  readonly user_id: string;
  readonly name: string | null;
  readonly vehicle: string | null;
  readonly phone: string | null;
}

/** Remembers what a token says of its user; what it does not say stays as it was. */
export function saveUser(db: Database): (draft: TokenDraft) => void {
  const upsert = db.prepare<unknown[]>(
    `INSERT INTO users (role, user_id, name, vehicle, phone) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (role, user_id) DO UPDATE SET name = coalesce(excluded.name, name),
     vehicle = coalesce(excluded.vehicle, vehicle), phone = coalesce(excluded.phone, phone)`,
  );
  return ({ role, userId, name, vehicle, phone }) => {
    upsert.run(role, userId, name, vehicle, phone);
  };
}

const SELECT = "SELECT user_id, name, vehicle, phone FROM users WHERE role = 'driver'";

export function findDriverCard(db: Database): (driverId: string) => DriverCard | null {
  const select = db.prepare<[string], CardRow>(`${SELECT} AND user_id = ?`);
  return (driverId) => {
    const row = select.get(driverId);
    return row === undefined ? null : toCard(row);
  };
}

export function listDriverCards(db: Database): (driverIds?: readonly string[]) => DriverCard[] {
  const all = db.prepare<[], CardRow>(`${SELECT} ORDER BY user_id`);
  const some = db.prepare<[string], CardRow>(
    `${SELECT} AND user_id IN (SELECT value FROM json_each(?)) ORDER BY user_id`,
  );
  return (driverIds) => {
    const rows = driverIds === undefined ? all.all() : some.all(JSON.stringify(driverIds));
    return rows.map(toCard);
  };
}

function toCard({ user_id, name, vehicle, phone }: CardRow): DriverCard {
  return {
    driver_id: toWireId(user_id),
    ...(name === null ? {} : { name }),
    ...(vehicle === null ? {} : { vehicle }),
    ...(phone === null ? {} : { phone }),
  };
}
