/** The frame of a durable message: its stored JSON with what only the delivery knows. */
export function durableText(json: string, seq: number, isReplayed: boolean): string {
  const head = json.slice(0, -1);
  return isReplayed ? `${head},"seq":${seq},"replayed":true}` : `${head},"seq":${seq}}`;
}

const OFFER_START = '{"type":"driver_assigned"';

/** Whether it is an assignment that nobody can accept any more. */
export function isExpiredOffer(json: string, nowMs: number): boolean {
  if (!json.startsWith(OFFER_START)) return false;
  const { expires_at: expiresAt } = JSON.parse(json) as { readonly expires_at?: number };
  return expiresAt !== undefined && expiresAt <= nowMs;
}
