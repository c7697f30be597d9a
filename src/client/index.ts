import { browserEnvironment } from './browser/environment.ts';
import { createDoor } from './door.ts';
import { nodeEnvironment } from './node/environment.ts';

/**
 * The client library. This door works in Node and in browsers; bundles for browsers take
 * `browser.ts`, which does not even name Node's parts.
 */

export * from './public.ts';

const isNode = globalThis.process?.versions?.node !== undefined;

export const { connect, connectAdmin, connectDriver, connectRider, apiClient } = createDoor(
  isNode ? nodeEnvironment : browserEnvironment,
);
