/** The token of an `Authorization` header (RFC 6750); null where there is none. */
export function bearerOfHeader(header: string | undefined): string | null {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? null;
}
