import { formatSpan } from '../../text/figures.ts';
import { BOOKINGS, DRIVERS, EVENTS, type ListTraits } from '../lists/list-traits.ts';
import type { Model } from '../model/model.ts';
import type { Scene } from '../scene.ts';
import { describeRange } from '../text/range-words.ts';
import { Body } from './body.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { Dimmable } from './look.tsx';
import { Tabs } from './tabs.tsx';
import { TooSmall } from './too-small.tsx';

interface ScreenProps {
  readonly scene: Scene;
  readonly title: string;
}

/** The whole frame: exactly as many rows as the terminal has. */
export function Screen({ scene, title }: ScreenProps) {
  const { layout, link, size, ui } = scene;
  if (layout.form === 'none') return <TooSmall size={size} />;
  const isFull = layout.form === 'full';
  return (
    <>
      <Header
        title={isFull ? title : compactTitle(scene)}
        link={link}
        daemon={isFull ? describeDaemon(scene) : ''}
      />
      {isFull && <Tabs panel={ui.panel} counts={countRows(scene)} notice={describeView(scene)} />}
      <Dimmable isDim={link.isOld}>
        <Body scene={scene} />
      </Dimmable>
      <Footer ui={ui} />
    </>
  );
}

function describeDaemon({ shown }: Scene): string {
  const { stats } = shown.model;
  if (stats === null) return '';
  return `routa ${stats.version}, up ${formatSpan(stats.uptime_s * 1_000)}`;
}

function countRows({ shown: { model } }: Scene) {
  return {
    bookings: countOf(BOOKINGS, model),
    events: countOf(EVENTS, model),
    drivers: countOf(DRIVERS, model),
  };
}

/** Null as long as nobody has said that there are none. */
function countOf({ room, total }: CountTraits, model: Model): number | null {
  const count = total(model);
  return count === 0 && model.rooms[room].state === 'waiting' ? null : count;
}

/** What makes the panels show something else than everything that is now. */
function describeView(scene: Scene): string {
  const { ui } = scene;
  const notices: string[] = [];
  if (ui.frozen !== null) notices.push(`FROZEN ${frozenFor(scene)} ago`);
  if (ui.filter !== '') notices.push(`filter "${ui.filter}"`);
  return notices.join(', ');
}

function frozenFor({ ui, snapshot }: Scene): string {
  return formatSpan(snapshot.atMs - (ui.frozen ?? snapshot).atMs);
}

/** Where there are no tabs, the title says what the list is. */
function compactTitle(scene: Scene): string {
  const { ui, extent, shown } = scene;
  const frozen = ui.frozen === null ? '' : `FROZEN ${frozenFor(scene)} ago, `;
  if (scene.list === 'help') return `${frozen}Keys`;
  if (scene.list === 'overview') return `${frozen}Overview`;
  const traits = TRAITS[scene.list];
  const range = describeRange(ui.offsets[scene.list], extent, traits.total(shown.model));
  return frozen + traits.title + range;
}

type CountTraits = Pick<ListTraits<never>, 'title' | 'room' | 'total'>;

const TRAITS = { bookings: BOOKINGS, events: EVENTS, drivers: DRIVERS } as const satisfies Record<
  string,
  CountTraits
>;
