/** The daemon names fields of the wire; the person has written flags. */
const FLAGS: Readonly<Record<string, string>> = {
  rider_id: '--rider',
  driver_id: '--driver',
  user_id: '--user',
  user_id_prefix: '--user-prefix',
  pickup_location: '--pickup',
  dropoff_location: '--dropoff',
  timeout_ms: '--timeout',
  ttl_ms: '--ttl',
};
const FIELD = new RegExp(`\\b(?:${Object.keys(FLAGS).join('|')})\\b`, 'g');

/** `/pickup_location: is missing` → `--pickup: is missing` */
export function nameFlags(message: string): string {
  return message.replace(/^\/(?=[a-z_]+:)/, '').replace(FIELD, (field) => FLAGS[field] ?? field);
}
