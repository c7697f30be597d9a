import type { EventView } from '../../protocol/index.ts';
import { MODEL_LIMITS } from './model.ts';

export function withEvents(
  events: readonly EventView[],
  more: readonly EventView[],
): readonly EventView[] {
  return [...events, ...more].slice(-MODEL_LIMITS.eventsMax);
}
