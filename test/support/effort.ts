/** Set by `npm run verify:long`: the proofs then look for hours where they usually look seconds. */
export const isLong = process.env.VERIFY_LONG === '1';

/** How often a proof tries: enough for every change, or enough for a release. */
export function effort(counts: { readonly usual: number; readonly long: number }): number {
  return isLong ? counts.long : counts.usual;
}
