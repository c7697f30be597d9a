import { assertNever } from '../assert-never.ts';
import type { Actor } from './actor.ts';
import type { AssignCommand, BookingCommand } from './command.ts';
import {
  accept,
  CHANGES_NOTHING,
  type DecideContext,
  type Decision,
  type Question,
  refuse,
} from './decision.ts';
import { findEdge } from './edges.ts';
import { evolve } from './evolve.ts';
import { firstPlaces } from './places.ts';
import { recordAssignment, recordCreation } from './record.ts';
import { notDescribed, notFound } from './refusal.ts';

/** Decides a command for a booking that does not exist: it is created, or it is `not_found`. */
export function decideNew(command: BookingCommand, actor: Actor, context: DecideContext): Decision {
  switch (command.kind) {
    case 'request': {
      const question = { command, actor, context };
      return accept(recordCreation(question, command.riderId, firstPlaces(command)));
    }
    case 'assign':
      return createAndAssign({ command, actor, context });
    case 'respond':
    case 'status':
    case 'rate':
      return refuse(notFound(command.bookingId));
    case 'expire':
    case 'abandon':
      return CHANGES_NOTHING;
    default:
      return assertNever(command);
  }
}

function createAndAssign(question: Question<AssignCommand>): Decision {
  const { command, actor } = question;
  const mayCreate = findEdge(null, 'pending', actor.role, 'assign') !== undefined;
  if (!mayCreate) return refuse(notFound(command.bookingId));
  const { riderId, places = {} } = command;
  const { pickupLocation, dropoffLocation } = places;
  if (riderId === undefined || pickupLocation === undefined || dropoffLocation === undefined) {
    return refuse(notDescribed(command.bookingId, missingFields(command)));
  }
  const first = firstPlaces({ ...places, pickupLocation, dropoffLocation });
  const creation = recordCreation(question, riderId, first);
  return accept(creation, recordAssignment(evolve(null, creation), question));
}

/** In the names of the wire, since people read them there. */
function missingFields({ riderId, places }: AssignCommand): readonly string[] {
  const needed = {
    rider_id: riderId,
    pickup_location: places?.pickupLocation,
    dropoff_location: places?.dropoffLocation,
  };
  return Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
}
