/** Whoever reads them needs a few examples, not a flood. */
const SENTENCES_MAX = 20;

/** What went wrong in a run: counted, and the first of them told. */
export class Troubles {
  count = 0;
  readonly #sentences: string[] = [];

  add(sentence: string): void {
    this.count += 1;
    if (this.#sentences.length < SENTENCES_MAX) this.#sentences.push(sentence);
  }

  addAll(sentences: Iterable<string>): void {
    for (const sentence of sentences) this.add(sentence);
  }

  /** The first ones, and how many more there were. */
  tell(): readonly string[] {
    const more = this.count - this.#sentences.length;
    return more === 0 ? this.#sentences : [...this.#sentences, `… and ${more} more`];
  }
}
