import type { IncomingHttpHeaders } from 'node:http';

/** Stands for the labels of a host name that are left open: `https://*.example.ph`. */
const WILDCARD = '*.';
/** What it stands before: at least two labels, since `*.ph` would be everybody. */
const PARENT_PATTERN = /^[^.*]+(?:\.[^.*]+)+$/;
/** What it stands for. */
const SUBDOMAIN_PATTERN = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/**
 * An origin as browsers send it (RFC 6454), scheme, host, and a port that is not the default; or
 * such an origin with `*.` for any subdomain.
 */
export function isOriginPattern(text: string): boolean {
  const { origin, parent } = readPattern(text);
  if (parent !== null && !PARENT_PATTERN.test(parent)) return false;
  return !origin.includes('*') && isOrigin(origin);
}

/**
 * Browsers send where a page is from; a page of another site may not use what is here. The same
 * host on any port is the web site itself. Programs send no origin.
 */
export function isOriginAllowed(
  { origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (!isOrigin(origin)) return false;
  if (allowed.some((pattern) => isMatch(pattern, origin))) return true;
  return host !== undefined && new URL(origin).hostname === hostnameOf(host);
}

/** Whether it is written as browsers write it, so that no spelling of a host passes for another. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isMatch(pattern: string, origin: string): boolean {
  const { origin: base, parent } = readPattern(pattern);
  if (parent === null) return pattern === origin;
  const [given, wanted] = [new URL(origin), new URL(base)];
  if (given.protocol !== wanted.protocol || given.port !== wanted.port) return false;
  const ending = `.${wanted.hostname}`;
  if (!given.hostname.endsWith(ending)) return false;
  return SUBDOMAIN_PATTERN.test(given.hostname.slice(0, -ending.length));
}

/** The origin of the parent domain, and its host; null where there is no wildcard. */
function readPattern(text: string): { readonly origin: string; readonly parent: string | null } {
  const [scheme = '', host = ''] = text.split('://', 2);
  if (!host.startsWith(WILDCARD)) return { origin: text, parent: null };
  const parent = host.slice(WILDCARD.length);
  return { origin: `${scheme}://${parent}`, parent };
}

function hostnameOf(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null;
}
