import { assertNever } from '../../protocol/assert-never.ts';
import { BOOKINGS, DRIVERS, EVENTS } from '../lists/list-traits.ts';
import type { Scene } from '../scene.ts';
import { helpLines } from '../text/help-lines.ts';
import { overviewFigures } from '../text/overview-figures.ts';
import { firstRow } from '../ui/offset.ts';
import { Heading } from './heading.tsx';
import { Rows } from './list.tsx';
import { ListPanel } from './list-panel.tsx';
import { useLook } from './look.tsx';

interface BodyProps {
  readonly scene: Scene;
}

/** What stands between the header and the keys: the help or the panel in view. */
export function Body({ scene }: BodyProps) {
  const { ui, lists, shown, layout } = scene;
  if (ui.mode === 'help') return <Help scene={scene} />;
  const place = {
    scene,
    offset: ui.offsets[ui.panel],
    visible: scene.extent.visible,
    heads: layout.form === 'full' ? 'both' : 'none',
  } as const;
  switch (ui.panel) {
    case 'overview':
      return <Overview scene={scene} />;
    case 'bookings':
      return (
        <ListPanel {...place} traits={BOOKINGS} items={lists.bookings(shown.model, ui.filter)} />
      );
    case 'events':
      return <ListPanel {...place} traits={EVENTS} items={lists.events(shown.model, ui.filter)} />;
    case 'drivers':
      return (
        <ListPanel {...place} traits={DRIVERS} items={lists.drivers(shown.model, ui.filter)} />
      );
    default:
      return assertNever(ui.panel);
  }
}

function Overview({ scene }: BodyProps) {
  const { ui, lists, shown, layout } = scene;
  if (layout.form !== 'full') return <Figures scene={scene} />;
  const { overviewBookings, overviewEvents } = layout;
  return (
    <>
      <Figures scene={scene} />
      <ListPanel
        scene={scene}
        traits={BOOKINGS}
        items={lists.bookings(shown.model, ui.filter)}
        offset={ui.offsets.bookings}
        visible={overviewBookings}
        heads="both"
      />
      {overviewEvents > 0 && (
        <ListPanel
          scene={scene}
          traits={EVENTS}
          items={lists.events(shown.model, ui.filter)}
          offset="end"
          visible={overviewEvents}
          heads="title"
        />
      )}
    </>
  );
}

/** All of them where there is room, else a window on them. */
function Figures({ scene }: BodyProps) {
  const { paint, width } = useLook();
  const lines = overviewFigures(scene.shown.model, width, paint);
  if (scene.layout.form === 'full') return <Rows lines={lines} count={lines.length} />;
  const first = firstRow(scene.ui.offsets.overview, scene.extent);
  return <Rows lines={lines.slice(first)} count={scene.extent.visible} />;
}

function Help({ scene }: BodyProps) {
  const { visible } = scene.extent;
  const first = firstRow(scene.ui.offsets.help, scene.extent);
  return (
    <>
      {scene.layout.form === 'full' && <Heading text="Keys" />}
      <Rows lines={helpLines().slice(first)} count={visible} />
    </>
  );
}
