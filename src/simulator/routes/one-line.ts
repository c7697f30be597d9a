/** Text from a file, fit for one line of a terminal: no line breaks, no escape sequences. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}
