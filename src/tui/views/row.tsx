import { Text } from 'ink';
import { useLook } from './look.tsx';

/** One row of the terminal; never more, so that the number of rows on the screen is known. */
export function Row({ text }: { readonly text: string }) {
  const { finish } = useLook();
  // An empty text would have no height.
  return <Text wrap="truncate">{text === '' ? ' ' : finish(text)}</Text>;
}
