/** A JSON object per line: it can be read while it grows, by jq and by `while read`. */
export function renderJson(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
