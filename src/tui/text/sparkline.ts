const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * The samples, oldest first, drawn in `width` cells with the newest at the right end. Each cell
 * shows the highest of its samples, because a peak that an average hides is what one looks for.
 * Null samples (no data) and the time before the first one stay blank.
 */
export function sparkline(
  samples: readonly (number | null)[],
  samplesMax: number,
  width: number,
): string {
  const peak = Math.max(0, ...samples.filter(isNumber));
  const missing = Math.max(samplesMax - samples.length, 0);
  const cells = Array.from({ length: Math.max(width, 0) }, (_, cell) => {
    const from = Math.floor((cell * samplesMax) / width) - missing;
    const to = Math.floor(((cell + 1) * samplesMax) / width) - missing;
    return barOf(samples.slice(Math.max(from, 0), Math.max(to, 0)), peak);
  });
  return cells.join('');
}

function barOf(samples: readonly (number | null)[], peak: number): string {
  const present = samples.filter(isNumber);
  if (present.length === 0) return ' ';
  const share = peak === 0 ? 0 : Math.max(...present) / peak;
  return BARS[Math.round(share * (BARS.length - 1))] ?? BARS[0];
}

function isNumber(sample: number | null): sample is number {
  return sample !== null && Number.isFinite(sample);
}
