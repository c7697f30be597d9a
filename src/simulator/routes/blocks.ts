/** The vertices of a line, longitudes continuous. */
export interface Shape {
  readonly latitudes: Float64Array;
  readonly longitudes: Float64Array;
}

/** A run of segments with its bounding box: segment i joins vertex i and vertex i + 1. */
export interface Block {
  readonly fromSegment: number;
  /** Exclusive. */
  readonly toSegment: number;
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** Short enough to walk through, long enough that 70 000 vertices need about 1 000 boxes. */
const SEGMENTS_PER_BLOCK = 64;

export function blocksOf(shape: Shape): Block[] {
  const segments = shape.latitudes.length - 1;
  const blocks: Block[] = [];
  for (let from = 0; from < segments; from += SEGMENTS_PER_BLOCK) {
    blocks.push(blockOf(shape, from, Math.min(segments, from + SEGMENTS_PER_BLOCK)));
  }
  return blocks;
}

function blockOf(shape: Shape, fromSegment: number, toSegment: number): Block {
  const latitudes = shape.latitudes.subarray(fromSegment, toSegment + 1);
  const longitudes = shape.longitudes.subarray(fromSegment, toSegment + 1);
  return {
    fromSegment,
    toSegment,
    south: Math.min(...latitudes),
    north: Math.max(...latitudes),
    west: Math.min(...longitudes),
    east: Math.max(...longitudes),
  };
}
