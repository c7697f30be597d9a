import type { Admin } from '../../../src/client/index.ts';
import type { Role } from '../../../src/protocol/index.ts';
import { effort } from '../../support/effort.ts';
import { upTo } from '../../support/people.ts';
import type { ProcessDaemon } from '../../support/process-daemon.ts';
import { type Auth, type Mark, StallingClient } from './stalling-client.ts';
import { type Look, look } from './watch.ts';

/** As large as a notification may be: a few hundred fill the kernel's buffers of one socket. */
const FILLER = 'x'.repeat(16_000);
/** Sent to each user before the daemon is asked again whether that was enough. */
const VOLLEY = 8;
/** So many are more than any kernel takes, and fewer than a stream keeps. */
const VOLLEYS_MAX = 80;
/** 2 or 4 MiB for each: what a daemon without limits would now hold for them. */
const VOLLEYS_MORE = effort({ usual: 16, long: 32 });
/** Users that are sent to, and sessions that come back, together. */
const GROUP = 20;

/** One session of somebody who stops reading. */
export interface Stalled {
  readonly userName: string;
  readonly auth: Auth;
  readonly client: StallingClient;
}

interface Person {
  readonly userName: string;
  readonly device: string;
}

/** Admins look at the map and at the bookings; late ones read nothing after `authenticated`. */
export async function openStalling(
  daemon: ProcessDaemon,
  people: readonly Person[],
  { isLate }: { readonly isLate: boolean },
): Promise<readonly Stalled[]> {
  const stalled: Stalled[] = [];
  for (const { userName, device } of people) {
    const token = await daemon.tokenFor(userName);
    // Riders' browsers do not acknowledge by themselves; a Pong of theirs does it.
    const auth = { token, device, acks: !userName.startsWith('rider') };
    const client = new StallingClient(daemon.url, auth);
    client.stopsAtOnce = isLate;
    stalled.push({ userName, auth, client });
  }
  await Promise.all(stalled.map(({ client }) => client.opened));
  if (isLate) return stalled;
  const admins = stalled.filter(({ userName }) => userName.startsWith('admin'));
  const rooms = ['fleet', 'bookings'];
  await Promise.all(admins.flatMap(({ client }) => rooms.map((room) => client.join(room))));
  return stalled;
}

/**
 * Sends everybody so much that the kernel takes no more of it, and then some more, which can only
 * wait in the daemon or in the database.
 */
export async function fill(
  daemon: ProcessDaemon,
  userNames: readonly string[],
  dispatchers: readonly Admin[],
): Promise<void> {
  for (let volley = 1; volley <= VOLLEYS_MAX; volley += 1) {
    await sendVolley(userNames, dispatchers);
    if (isFull(await look(daemon))) break;
  }
  for (let volley = 1; volley <= VOLLEYS_MORE; volley += 1) {
    await sendVolley(userNames, dispatchers);
  }
}

async function sendVolley(
  userNames: readonly string[],
  dispatchers: readonly Admin[],
): Promise<void> {
  // Group after group: what is under way is in memory whoever reads, and is not to be measured.
  for (let first = 0; first < userNames.length; first += GROUP) {
    const group = userNames.slice(first, first + GROUP);
    await Promise.all(
      group.map((name, index) => send(name, dispatchers[index % dispatchers.length])),
    );
  }
}

async function send(userName: string, admin: Admin | undefined): Promise<void> {
  const [role, id] = userName.split(':') as [Role, string];
  const filler = { role, user_id: Number(id), event: 'filler', data: FILLER };
  await Promise.all(upTo(VOLLEY).map(() => admin?.notify(filler)));
}

/** Whoever is not listed any more was closed for having been full. */
function isFull({ stalled }: Look): boolean {
  return stalled.every(({ bufferedBytes }) => bufferedBytes > 65_536);
}

/**
 * All come back where they stopped and read to the end, again if they are closed once more; answers
 * what all sessions of each saw, one after the other.
 */
export async function comeBack(
  daemon: ProcessDaemon,
  all: readonly Stalled[],
  newestSeq: (userName: string) => number,
): Promise<readonly (readonly Mark[])[]> {
  const views: (readonly Mark[])[] = [];
  for (let first = 0; first < all.length; first += GROUP) {
    const group = all.slice(first, first + GROUP);
    const whole = group.map((each) => readOn(daemon, each, newestSeq(each.userName)));
    views.push(...(await Promise.all(whole)));
  }
  return views;
}

async function readOn(
  daemon: ProcessDaemon,
  { auth, client }: Stalled,
  newestSeq: number,
): Promise<readonly Mark[]> {
  const marks = [...client.marks];
  let { position } = client;
  while (position < newestSeq) {
    const resume = { epoch: client.epoch, seq: position };
    const again = new StallingClient(daemon.url, { ...auth, resume });
    await again.reads(newestSeq);
    await again.leave();
    marks.push(...again.marks);
    position = again.position;
  }
  return marks;
}
