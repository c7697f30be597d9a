/** Hands out in order what comes, to whoever asks first, before or after it has come. */
export class Queue<Item> {
  private readonly items: Item[] = [];
  private readonly takers: ((item: Item) => void)[] = [];

  push(item: Item): void {
    const take = this.takers.shift();
    if (take === undefined) this.items.push(item);
    else take(item);
  }

  next(): Promise<Item> {
    const item = this.items.shift();
    if (item !== undefined) return Promise.resolve(item);
    return new Promise((resolve) => this.takers.push(resolve));
  }
}
