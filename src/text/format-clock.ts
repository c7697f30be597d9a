/** The time of day in the reader's own zone: `14:03:59`; a dash for what is no time. */
export function formatClock(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return '-';
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(':');
}

export function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
