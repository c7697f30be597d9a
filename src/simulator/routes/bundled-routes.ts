import { fileURLToPath } from 'node:url';

/** The folder of the routes that come with the program; as far from `src` as from `dist`. */
export const BUNDLED_ROUTES = fileURLToPath(new URL('../../../fixtures/routes', import.meta.url));
