/** Whether a row with these words is shown: each word of the filter stands somewhere in it. */
export function matches(filter: string, words: readonly string[]): boolean {
  if (filter === '') return true;
  const row = words.join(' ').toLowerCase();
  return filter
    .toLowerCase()
    .split(' ')
    .every((word) => row.includes(word));
}
