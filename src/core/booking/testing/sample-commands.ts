import type { BookingCommand } from '../command.ts';
import { PLACES } from './sample-bookings.ts';

const assign = { kind: 'assign', bookingId: '42' } as const;
const request = { kind: 'request', bookingId: '42', riderId: '5', ...PLACES } as const;
const respond = { kind: 'respond', bookingId: '42' } as const;
const status = { kind: 'status', bookingId: '42' } as const;
const elsewhere = { dropoffLocation: 'Port' };

/** Commands for booking 42 by the names that the tables use. Timers are set for `version`. */
export function sampleCommands(version: number): ReadonlyMap<string, BookingCommand> {
  return new Map<string, BookingCommand>([
    ['request', request],
    ['request to Port', { ...request, ...elsewhere }],
    ['assign 7', { ...assign, driverId: '7' }],
    ['assign 7 whole', { ...assign, driverId: '7', riderId: '5', places: PLACES }],
    ['assign 7 force', { ...assign, driverId: '7', force: true }],
    ['assign 7 to Port', { ...assign, driverId: '7', places: elsewhere }],
    ['assign 8', { ...assign, driverId: '8' }],
    ['assign 8 force', { ...assign, driverId: '8', force: true }],
    ['assign 8 rider 6', { ...assign, driverId: '8', riderId: '6', force: true }],
    ['accept', { ...respond, response: 'accepted' }],
    ['decline', { ...respond, response: 'declined' }],
    ['pending', { ...status, status: 'pending' }],
    ['assigned', { ...status, status: 'assigned' }],
    ['accepted', { ...status, status: 'accepted' }],
    ['declined', { ...status, status: 'declined' }],
    ['on_way', { ...status, status: 'on_way' }],
    ['arrived', { ...status, status: 'arrived' }],
    ['started', { ...status, status: 'started' }],
    ['completed', { ...status, status: 'completed' }],
    ['cancelled', { ...status, status: 'cancelled' }],
    ['no_show', { ...status, status: 'cancelled', reason: 'no_show' }],
    ['rate', { kind: 'rate', bookingId: '42', rating: 5 }],
    ['expire', { kind: 'expire', bookingId: '42', version }],
    ['abandon', { kind: 'abandon', bookingId: '42', version }],
    ['expire void', { kind: 'expire', bookingId: '42', version: version - 1 }],
    ['abandon void', { kind: 'abandon', bookingId: '42', version: version - 1 }],
  ]);
}
