import type { ListTraits } from '../lists/list-traits.ts';
import { whyEmpty } from '../lists/why-empty.ts';
import type { Scene } from '../scene.ts';
import { describeRange } from '../text/range-words.ts';
import type { Offset } from '../ui/ui.ts';
import { Heading } from './heading.tsx';
import { List } from './list.tsx';

interface ListPanelProps<Item> {
  readonly scene: Scene;
  readonly traits: ListTraits<Item>;
  readonly items: readonly Item[];
  readonly offset: Offset;
  readonly visible: number;
  /** Which of the title and the column heads there is room for. */
  readonly heads: 'none' | 'title' | 'both';
}

/** A list with its title, or the reason why it is empty. */
export function ListPanel<Item>(props: ListPanelProps<Item>) {
  const { scene, traits, items, offset, visible, heads } = props;
  const { model } = scene.shown;
  const total = traits.total(model);
  const range = describeRange(offset, { length: items.length, visible }, total);
  return (
    <>
      {heads !== 'none' && <Heading text={traits.title + range} />}
      <List
        items={items}
        columns={scene.layout.form === 'compact' ? traits.columnsCompact : traits.columns}
        offset={offset}
        visible={visible}
        hasHeads={heads === 'both'}
        why={whyEmpty(traits.room, model, scene.ui.filter, total)}
        daemonTimeMs={model.daemonTimeMs}
      />
    </>
  );
}
