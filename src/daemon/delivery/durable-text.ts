import type { Booking } from '../../core/index.ts';
import { fromWireId, type WireId } from '../../protocol/index.ts';

/** The frame of a durable message: its stored JSON with what only the delivery knows. */
export function durableText(json: string, seq: number, isReplayed: boolean): string {
  const head = json.slice(0, -1);
  return isReplayed ? `${head},"seq":${seq},"replayed":true}` : `${head},"seq":${seq}}`;
}

const OFFER_START = '{"type":"driver_assigned"';

export function isOffer(json: string): boolean {
  return json.startsWith(OFFER_START);
}

/** Whether this is the offer of a booking as it is now: each later step gives another version. */
export function isOfferOf(json: string, booking: Booking | null): boolean {
  if (booking === null) return false;
  const offer = JSON.parse(json) as { readonly booking_id: WireId; readonly version: number };
  return fromWireId(offer.booking_id) === booking.bookingId && offer.version === booking.version;
}
