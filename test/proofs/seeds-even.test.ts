import { proveSeeds } from './seeds/prove-seeds.ts';

proveSeeds(2, 2);
