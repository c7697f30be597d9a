import { hash } from 'node:crypto';

/**
 * Names the content of a command, so that the same `id` with other content can be told from a
 * repeat. The `id` itself and the order of keys do not count.
 */
export function commandHash(message: Readonly<Record<string, unknown>>): string {
  const { id: _, ...content } = message;
  return hash('sha256', JSON.stringify(content, sortKeys));
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
