import type { BookingCommand } from '../../../core/index.ts';
import { fromWireId, type Refusal, toWireId } from '../../../protocol/index.ts';
import { bookingView } from '../../bookings/booking-view.ts';
import { transitionView } from '../../bookings/transition-view.ts';
import { viewBookings } from '../../bookings/view-bookings.ts';
import { assignCommand, requestCommand, statusCommand } from '../../commands/booking-commands.ts';
import { answerOf, type CommandAnswer, recipientOf } from '../../commands/command-answer.ts';
import type { BookingFilter } from '../../store/store.ts';
import { answer, type OperationCall, type OperationHandler, refuse } from '../operation.ts';

const PAGE = 100;

export const createBooking: OperationHandler<'createBooking'> = (call) => {
  const mapped = requestCommand(call.body, call.user);
  return mapped.ok ? submit(call, mapped.command) : mapped;
};

export const assignDriver: OperationHandler<'assignDriver'> = (call) =>
  submit(call, assignCommand({ ...call.body, ...call.params }));

export const setStatus: OperationHandler<'setStatus'> = (call) =>
  submit(call, statusCommand({ ...call.body, ...call.params }));

/** Answers once it is durable. `online` is asked after the commit: it is about this moment. */
async function submit(
  { services, user, key }: OperationCall<'createBooking' | 'assignDriver' | 'setStatus'>,
  command: BookingCommand,
): Promise<
  | { readonly ok: true; readonly answer: CommandAnswer }
  | { readonly ok: false; readonly refusal: Refusal }
> {
  const outcome = await services.dispatcher.submit(command, user, key);
  if (!outcome.ok) return outcome;
  const online = services.sessions.isOnline(recipientOf(command, outcome));
  return answer(answerOf(outcome, online));
}

export const getBooking: OperationHandler<'getBooking'> = async ({ services, params }) => {
  const bookingId = fromWireId(params.booking_id);
  const booking = await services.store.booking(bookingId);
  if (booking === null) return unknownBooking(bookingId);
  const { driverId } = booking;
  const card = driverId === null ? null : await services.store.driverCard(driverId);
  return answer(bookingView(booking, card));
};

export const listBookings: OperationHandler<'listBookings'> = async ({ services, query }) => {
  const limit = query.limit ?? PAGE;
  const bookings = await services.store.bookings(filterOf(query, limit));
  const last = bookings.length < limit ? undefined : bookings.at(-1);
  return answer({
    bookings: await viewBookings(bookings, services.store),
    ...(last === undefined ? {} : { after: toWireId(last.bookingId) }),
  });
};

function filterOf(query: OperationCall<'listBookings'>['query'], limit: number): BookingFilter {
  const { status, open, driver_id, rider_id, after } = query;
  return {
    limit,
    ...(status === undefined ? {} : { status }),
    ...(open === undefined ? {} : { open }),
    ...(driver_id === undefined ? {} : { driverId: fromWireId(driver_id) }),
    ...(rider_id === undefined ? {} : { riderId: fromWireId(rider_id) }),
    ...(after === undefined ? {} : { after: fromWireId(after) }),
  };
}

export const listTransitions: OperationHandler<'listTransitions'> = async (call) => {
  const bookingId = fromWireId(call.params.booking_id);
  const transitions = await call.services.store.transitions(bookingId);
  // Its creation is the first row of every booking's log.
  if (transitions.length === 0) return unknownBooking(bookingId);
  return answer({ events: transitions.map(transitionView) });
};

function unknownBooking(bookingId: string) {
  return refuse('not_found', `There is no booking ${bookingId}.`);
}
