import type { Stage } from './booking-log.ts';
import { isOpen } from './lifecycle.ts';
import type { Phone } from './phone.ts';
import type { Town } from './town.ts';

/** Once everybody has healed: what was acknowledged is stored, and what is shown is the truth. */
export function checkAll(town: Town): void {
  town.ledger.checkAll();
  checkRows(town);
  for (const phone of town.phones) checkKnown(town, phone);
  if (town.truth.repeatedTrackPoints() > 0) town.trace.fail('track', 'has a point twice');
}

/** Each booking is where its log ends. */
function checkRows({ truth, trace }: Town): void {
  for (const { id, status, version } of truth.rows()) {
    const stage = truth.bookings.stages.get(id);
    const isSame = stage?.status === status && stage.version === version;
    if (!isSame) trace.fail(id, `is ${status} (${version}), and its log ends ${stage?.status}`);
  }
}

/** Whoever has a booking to care for believes what is true of it. */
function checkKnown({ truth, trace }: Town, phone: Phone): void {
  const known = new Map(phone.known.map((booking) => [booking.id, booking]));
  for (const [id, stage] of truth.bookings.stages) {
    if (!mustKnow(phone, stage)) continue;
    const belief = known.get(id);
    if (belief?.status === stage.status && belief.version === stage.version) continue;
    const believed = `${belief?.status ?? 'unknown'} (${belief?.version})`;
    trace.fail(phone.name, `takes ${id} for ${believed}: it is ${stage.status} (${stage.version})`);
  }
}

function mustKnow({ user, id }: Phone, { status, riderId, driverId }: Stage): boolean {
  if (!isOpen(status)) return false;
  if (user.startsWith('rider')) return riderId === id;
  if (user.startsWith('driver')) return driverId === id;
  return true;
}
