import { PROTOCOL_LIMITS } from './limits.ts';

/**
 * The field of an object that is nested deeper than the protocol allows, as an RFC 6901 pointer.
 * JSON is read at any depth, but whatever writes or compares it later calls itself per level.
 */
export function fieldTooDeep(value: object): string | undefined {
  const { nestingMax } = PROTOCOL_LIMITS;
  if (!isDeeper(value, nestingMax)) return undefined;
  const fields = Object.entries(value);
  const [name = ''] = fields.find(([, part]) => isDeeper(part, nestingMax - 1)) ?? [];
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Goes no further down than it needs to know. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const parts = value as Readonly<Record<string, unknown>>;
  for (const name in parts) if (isDeeper(parts[name], levels - 1)) return true;
  return false;
}

/** False for most frames, such as every position: they need not be looked at. */
export function mayNest(text: string): boolean {
  return text.includes('[') || text.includes('{', 1);
}

export const TOO_DEEP = `is nested deeper than ${PROTOCOL_LIMITS.nestingMax} levels`;
