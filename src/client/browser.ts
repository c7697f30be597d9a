import { browserEnvironment } from './browser/environment.ts';
import { createDoor } from './door.ts';

/** The client library for bundles that only browsers run: the same as `index.ts`, without Node. */

export * from './public.ts';

export const { connect, connectAdmin, connectDriver, connectRider, apiClient } =
  createDoor(browserEnvironment);
