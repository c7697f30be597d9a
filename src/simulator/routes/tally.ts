/** Counts what a file held beside usable lines, to name it when there was nothing else. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(thing: string, count = 1): void {
    this.#counts.set(thing, (this.#counts.get(thing) ?? 0) + count);
  }

  addAll(other: Tally): void {
    for (const [thing, count] of other.#counts) this.add(thing, count);
  }

  /** "2 × Point, 1 × line under 50 m", or "nothing". */
  toString(): string {
    const parts = [...this.#counts].map(([thing, count]) => `${count} × ${thing}`);
    return parts.length === 0 ? 'nothing' : parts.join(', ');
  }
}
