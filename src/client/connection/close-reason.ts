import { CLOSES, type CloseReason } from '../../protocol/index.ts';
import { ABNORMAL_CLOSURE } from './connection-state.ts';

/** The protocol's name of a close code: `replaced` of 4505. */
export function closeName(code: number): CloseReason | null {
  return REASONS.find((name) => CLOSES[name].code === code) ?? null;
}

const REASONS = Object.keys(CLOSES) as CloseReason[];

/** A sentence for people where whoever closed gave none. */
export function closeMeaning(code: number): string {
  const name = closeName(code);
  if (name !== null) return CLOSES[name].meaning;
  return code === ABNORMAL_CLOSURE ? 'the connection broke' : `closed with code ${code}`;
}
