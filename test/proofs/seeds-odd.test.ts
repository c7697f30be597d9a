import { proveSeeds } from './seeds/prove-seeds.ts';

proveSeeds(1, 2);
