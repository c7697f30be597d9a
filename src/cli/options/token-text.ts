import { InvalidArgumentError } from 'commander';
import { PROTOCOL_LIMITS } from '../../protocol/index.ts';

/** What a token may say of its user, and in how many characters at most. */
const LENGTH_MAX = {
  name: PROTOCOL_LIMITS.nameLengthMax,
  vehicle: PROTOCOL_LIMITS.vehicleLengthMax,
  phone: PROTOCOL_LIMITS.phoneLengthMax,
};

export type TokenText = keyof typeof LENGTH_MAX;

export const TOKEN_TEXTS: readonly TokenText[] = ['name', 'vehicle', 'phone'];

/** Checked here, because a daemon that refuses one user has issued tokens for those before. */
export function tokenTextProblem(kind: TokenText, text: string): string | null {
  const lengthMax = LENGTH_MAX[kind];
  return text.length > lengthMax ? `${kind} is longer than ${lengthMax} characters` : null;
}

export function parseTokenText(kind: TokenText): (text: string) => string {
  return (text) => {
    if (text !== '' && tokenTextProblem(kind, text) === null) return text;
    throw new InvalidArgumentError(`It has 1 to ${LENGTH_MAX[kind]} characters.`);
  };
}
