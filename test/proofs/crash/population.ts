import type { UserKey } from '../../../src/protocol/index.ts';
import { createRandom, type Random } from '../../../src/simulator/random.ts';
import type { ProcessDaemon } from '../../support/process-daemon.ts';
import { DispatcherAtDesk } from './dispatcher-at-desk.ts';
import { DriverAtWork } from './driver-at-work.ts';
import { habitsOf } from './habits.ts';
import { RiderAtHome } from './rider-at-home.ts';
import { ScriptDriver, ScriptRider } from './script-people.ts';
import type { Resident, Town } from './town.ts';
import { WebSite } from './web-site.ts';

/** Drivers and riders with the library, each; then those with a script, and the admins. */
const WITH_LIBRARY = 50;
const WITH_SCRIPT = 6;
const DISPATCHERS = 3;

export interface Population {
  readonly residents: readonly Resident[];
  readonly site: WebSite;
  /** Everybody who has a stream. */
  readonly people: readonly UserKey[];
}

/** Drivers and riders get the same numbers on purpose: `driver:7` and `rider:7` are two people. */
function usersOf(role: UserKey['role'], from: number, count: number): UserKey[] {
  return Array.from({ length: count }, (_, index) => ({ role, userId: String(from + index) }));
}

/** Everybody moves in: they connect and listen, and do nothing yet. */
export async function populate(
  daemon: ProcessDaemon,
  town: Town,
  seed: number,
): Promise<Population> {
  const apps = (role: UserKey['role']) => usersOf(role, 1, WITH_LIBRARY);
  const scripts = (role: UserKey['role']) => usersOf(role, WITH_LIBRARY + 1, WITH_SCRIPT);
  const desks = usersOf('admin', 1, DISPATCHERS);
  const drivers = [...apps('driver'), ...scripts('driver')];
  const riders = [...apps('rider'), ...scripts('rider')];
  const people = [...drivers, ...riders, ...desks];

  const moveIn = async <Person>(
    users: readonly UserKey[],
    make: (user: string, token: string, random: Random, number: number) => Person,
  ): Promise<Person[]> => {
    const names = users.map(({ role, userId }) => `${role}:${userId}`);
    const tokens = await Promise.all(names.map((name) => daemon.tokenFor(name)));
    return names.map((name, index) => {
      return make(name, tokens[index] ?? '', createRandom(`${seed} ${name}`), index);
    });
  };

  const [site] = await moveIn([{ role: 'admin', userId: 'site' }], (user, token, random) => {
    return new WebSite(town, user, token, { random, people, riders: scripts('rider') });
  });
  if (site === undefined) throw new Error('there is no site');
  const residents: readonly Resident[][] = [
    await moveIn(apps('driver'), (user, token, random, number) => {
      return new DriverAtWork(town, user, token, habitsOf(number), random);
    }),
    await moveIn(apps('rider'), (user, token, random, number) => {
      return new RiderAtHome(town, user, token, habitsOf(number), random);
    }),
    await moveIn(scripts('driver'), (user, token, random) => {
      return new ScriptDriver(town, user, token, random);
    }),
    await moveIn(scripts('rider'), (user, token, random) => {
      return new ScriptRider(town, user, token, random);
    }),
    await moveIn(desks, (user, token, random, number) => {
      return new DispatcherAtDesk(town, user, token, { habits: habitsOf(number), random, people });
    }),
  ];
  return { residents: [...residents.flat(), site], site, people };
}
