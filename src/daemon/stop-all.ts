export type Stop = () => unknown;

/**
 * Stops one after the other. What fails does not keep the rest from stopping, and is thrown last.
 */
export async function stopAll(stops: Iterable<Stop>): Promise<void> {
  const faults: unknown[] = [];
  for (const stop of stops) {
    try {
      await stop();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}
