import {
  type Booking,
  DEFAULT_PLAUSIBILITY,
  distanceM,
  isHeld,
  judgeFix,
} from '../../core/index.ts';
import {
  type BookingStatus,
  type DriverCard,
  type DriverView,
  type Point,
  type Position,
  toWireId,
} from '../../protocol/index.ts';
import type { FleetDirectory } from '../services.ts';
import type { CommittedStep } from '../store/store.ts';
import { type CleanFix, positionOf } from './position.ts';
import { type Trip, type Vehicle, vehicleView } from './vehicle.ts';

export type Verdict = 'accept' | 'duplicate' | 'stale' | 'quarantine';

interface Surroundings {
  /** Whether a session of the driver is open at this moment. */
  readonly isOnline: (driverId: string) => boolean;
  /** Hears of every driver whose view has changed. */
  readonly onChange: (driverId: string) => void;
}

/** The last known position of every driver, and which booking they are on. */
export class Fleet implements FleetDirectory {
  private readonly vehicles = new Map<string, Vehicle>();
  private readonly isOnline: (driverId: string) => boolean;
  private readonly onChange: (driverId: string) => void;

  constructor({ isOnline, onChange }: Surroundings) {
    this.isOnline = isOnline;
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
      isLive: fix.isLive,
    };
    const { verdict, history } = judgeFix(vehicle.history, timed, DEFAULT_PLAUSIBILITY);
    vehicle.history = history;
    if (verdict !== 'accept') return verdict;
    vehicle.fix = fix;
    vehicle.receivedAtMs = receivedAtMs;
    this.onChange(driverId);
    return verdict;
  }

  /** By how much the clock of the driver's phone is ahead, as its last live fix has shown. */
  clockAheadMs(driverId: string): number {
    const { fix = null, receivedAtMs = 0 } = this.vehicles.get(driverId) ?? {};
    return fix?.isLive === true ? Math.max(0, fix.timestamp - receivedAtMs) : 0;
  }

  /** The booking whose rider may see this driver now. */
  tripOf(driverId: string): Trip | null {
    return this.vehicles.get(driverId)?.trip ?? null;
  }

  /** Status of the booking that the driver holds or is offered; null without one. */
  statusOf(driverId: string): BookingStatus | null {
    const vehicle = this.vehicles.get(driverId);
    return (vehicle?.trip ?? vehicle?.offer)?.status ?? null;
  }

  /** Where the driver who holds this booking is now: one position at most. */
  positionsOf(bookingId: string, driverId: string | null): Position[] {
    const vehicle = driverId === null ? undefined : this.vehicles.get(driverId);
    if (vehicle?.trip?.bookingId !== bookingId || vehicle.fix === null) return [];
    return [positionOf(toWireId(bookingId), vehicle.fix)];
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
    else if (isHeld(status)) vehicle.trip = trip;
    this.onChange(driverId);
  }

  /** The driver has just come online, or gone; who was erased meanwhile stays so. */
  noteOnline(driverId: string): void {
    if (this.isOnline(driverId)) this.vehicle(driverId);
    if (this.vehicles.has(driverId)) this.onChange(driverId);
  }

  setCard(card: DriverCard): void {
    const vehicle = this.vehicle(String(card.driver_id));
    vehicle.card = card;
    this.onChange(vehicle.driverId);
  }

  /** Drops a driver who does not exist any more; false while they are in use. */
  forget(driverId: string): boolean {
    const vehicle = this.vehicles.get(driverId);
    if (vehicle === undefined || this.isOnline(driverId)) return false;
    if (vehicle.trip !== null || vehicle.offer !== null) return false;
    this.remove(driverId);
    return true;
  }

  /** Drops all drivers whose id starts so, with their bookings; answers who they were. */
  erase(driverIdPrefix: string): readonly string[] {
    const erased = [...this.vehicles.keys()].filter((id) => id.startsWith(driverIdPrefix));
    for (const driverId of erased) this.remove(driverId);
    return erased;
  }

  private remove(driverId: string): void {
    this.vehicles.delete(driverId);
    this.onChange(driverId);
  }

  drivers(): readonly DriverView[] {
    return [...this.vehicles.values()].map((vehicle) => this.view(vehicle));
  }

  driver(driverId: string): DriverView | null {
    const vehicle = this.vehicles.get(driverId);
    return vehicle === undefined ? null : this.view(vehicle);
  }

  position(driverId: string): Point | null {
    const fix = this.vehicles.get(driverId)?.fix ?? null;
    return fix === null ? null : { latitude: fix.latitude, longitude: fix.longitude };
  }

  near(point: Point, radiusM: number): readonly (DriverView & { readonly distance_m: number })[] {
    const found: (DriverView & { readonly distance_m: number })[] = [];
    for (const vehicle of this.vehicles.values()) {
      if (vehicle.fix === null) continue;
      const distance = distanceM(point, vehicle.fix);
      if (distance > radiusM) continue;
      found.push({ ...this.view(vehicle), distance_m: Math.round(distance) });
    }
    return found.sort((a, b) => a.distance_m - b.distance_m);
  }

  private view(vehicle: Vehicle): DriverView {
    return vehicleView(vehicle, this.isOnline(vehicle.driverId));
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
