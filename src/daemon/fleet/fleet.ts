import {
  type Booking,
  DEFAULT_PLAUSIBILITY,
  distanceM,
  type FixHistory,
  judgeFix,
} from '../../core/index.ts';
import type { BookingStatus, DriverCard, DriverView, Point } from '../../protocol/index.ts';
import { toWireId } from '../../protocol/index.ts';
import type { FleetDirectory } from '../services.ts';
import type { CommittedStep } from '../store/store.ts';
import type { CleanFix } from './position.ts';

/** The booking that a driver holds or is offered, as the position path needs it. */
export interface Trip {
  readonly bookingId: string;
  readonly riderId: string;
  readonly status: BookingStatus;
}

/** What is known of one driver. One object per driver who ever held a token: bounded by them. */
interface Vehicle {
  readonly driverId: string;
  card: DriverCard | null;
  isOnline: boolean;
  trip: Trip | null;
  offer: Trip | null;
  fix: CleanFix | null;
  receivedAtMs: number;
  history: FixHistory | null;
}

export type Verdict = 'accept' | 'duplicate' | 'stale' | 'quarantine';

/** The last known position of every driver, and which booking they are on. */
export class Fleet implements FleetDirectory {
  private readonly vehicles = new Map<string, Vehicle>();
  private readonly onChange: (driverId: string) => void;

  /** `onChange` hears of every driver whose view has changed. */
  constructor(onChange: (driverId: string) => void) {
    this.onChange = onChange;
  }

  /** Judges a fix and, when it is believed and new, makes it the driver's position. */
  ingest(driverId: string, fix: CleanFix, receivedAtMs: number): Verdict {
    const vehicle = this.vehicle(driverId);
    const timed = {
      latitude: fix.latitude,
      longitude: fix.longitude,
      takenAt: fix.takenAtMs,
      accuracyM: fix.accuracy,
    };
    const { verdict, history } = judgeFix(vehicle.history, timed, DEFAULT_PLAUSIBILITY);
    vehicle.history = history;
    if (verdict !== 'accept') return verdict;
    vehicle.fix = fix;
    vehicle.receivedAtMs = receivedAtMs;
    this.onChange(driverId);
    return verdict;
  }

  /** The booking whose rider may see this driver now. */
  tripOf(driverId: string): Trip | null {
    return this.vehicles.get(driverId)?.trip ?? null;
  }

  fixOf(driverId: string): CleanFix | null {
    return this.vehicles.get(driverId)?.fix ?? null;
  }

  /** Follows a booking: who is offered it, who is on it. */
  follow({ transition, booking, driver }: CommittedStep): void {
    this.release(transition.driverId, booking.bookingId);
    this.track(booking, driver);
  }

  /** Puts a booking where it belongs, without any step: at start. */
  track(booking: Booking, card: DriverCard | null): void {
    const { driverId, status } = booking;
    if (driverId === null) return;
    const vehicle = this.vehicle(driverId);
    vehicle.card = card ?? vehicle.card;
    const trip = { bookingId: booking.bookingId, riderId: booking.riderId, status };
    if (status === 'assigned') vehicle.offer = trip;
    else if (isUnderWay(status)) vehicle.trip = trip;
    this.onChange(driverId);
  }

  setOnline(driverId: string, isOnline: boolean): void {
    this.vehicle(driverId).isOnline = isOnline;
    this.onChange(driverId);
  }

  setCard(card: DriverCard): void {
    this.vehicle(String(card.driver_id)).card = card;
  }

  drivers(): readonly DriverView[] {
    return [...this.vehicles.values()].map(viewOf);
  }

  driver(driverId: string): DriverView | null {
    const vehicle = this.vehicles.get(driverId);
    return vehicle === undefined ? null : viewOf(vehicle);
  }

  position(driverId: string): Point | null {
    const fix = this.fixOf(driverId);
    return fix === null ? null : { latitude: fix.latitude, longitude: fix.longitude };
  }

  near(point: Point, radiusM: number): readonly (DriverView & { readonly distance_m: number })[] {
    const found: (DriverView & { readonly distance_m: number })[] = [];
    for (const vehicle of this.vehicles.values()) {
      if (vehicle.fix === null) continue;
      const distance = distanceM(point, vehicle.fix);
      if (distance > radiusM) continue;
      found.push({ ...viewOf(vehicle), distance_m: Math.round(distance) });
    }
    return found.sort((a, b) => a.distance_m - b.distance_m);
  }

  private release(driverId: string | null, bookingId: string): void {
    const vehicle = driverId === null ? undefined : this.vehicles.get(driverId);
    if (vehicle === undefined) return;
    if (vehicle.offer?.bookingId === bookingId) vehicle.offer = null;
    if (vehicle.trip?.bookingId === bookingId) vehicle.trip = null;
    this.onChange(vehicle.driverId);
  }

  private vehicle(driverId: string): Vehicle {
    const known = this.vehicles.get(driverId);
    if (known !== undefined) return known;
    const vehicle: Vehicle = {
      driverId,
      card: null,
      isOnline: false,
      trip: null,
      offer: null,
      fix: null,
      receivedAtMs: 0,
      history: null,
    };
    this.vehicles.set(driverId, vehicle);
    return vehicle;
  }
}

function isUnderWay(status: BookingStatus): boolean {
  return (
    status === 'accepted' || status === 'on_way' || status === 'arrived' || status === 'started'
  );
}

function stateOf({ trip, offer }: Vehicle): DriverView['state'] {
  if (trip !== null) return 'busy';
  return offer === null ? 'free' : 'offered';
}

function viewOf(vehicle: Vehicle): DriverView {
  const { fix, trip, offer, card } = vehicle;
  const booking = trip ?? offer;
  return {
    driver_id: toWireId(vehicle.driverId),
    ...(card?.name !== undefined && { name: card.name }),
    ...(card?.vehicle !== undefined && { vehicle: card.vehicle }),
    online: vehicle.isOnline,
    state: stateOf(vehicle),
    ...(booking !== null && { booking_id: toWireId(booking.bookingId) }),
    ...(fix !== null && {
      latitude: fix.latitude,
      longitude: fix.longitude,
      ...(fix.heading !== undefined && { heading: fix.heading }),
      ...(fix.speed !== undefined && { speed: fix.speed }),
      ...(fix.accuracy !== undefined && { accuracy: fix.accuracy }),
      timestamp: fix.timestamp,
      received_at: vehicle.receivedAtMs,
    }),
  };
}
