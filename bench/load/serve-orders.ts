/** What a generator says when an order could not be carried out. */
export interface Failed {
  readonly kind: 'failed';
  readonly text: string;
}

/** A generator's end of a `GeneratorProcess`: carries out one order after the other. */
export function serveOrders<Order>(run: (order: Order) => Promise<void>): void {
  process.on('message', (order: Order) => {
    run(order).catch((error: Error) => report<Failed>({ kind: 'failed', text: error.message }));
  });
  process.on('disconnect', () => process.exit(0));
}

export function report<Report extends { readonly kind: string }>(message: Report): void {
  process.send?.(message);
}
