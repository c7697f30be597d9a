import { oneLine } from './one-line.ts';

export type RouteErrorCode =
  | 'route_path_missing'
  | 'route_unreadable'
  | 'route_file_too_large'
  | 'route_folder_too_large'
  | 'not_a_route_file'
  | 'route_syntax'
  | 'route_geometry'
  | 'route_coordinates'
  | 'no_routes';

/** Which part of a file is meant: the third feature is `{kind: 'feature', index: 3}`. */
export interface RoutePart {
  readonly kind: 'feature' | 'record' | 'track' | 'route';
  /** Counted from 1. */
  readonly index: number;
  readonly name?: string;
}

export interface RouteOrigin {
  /** The path as the user gave it. */
  readonly file: string;
  readonly part?: RoutePart;
}

/** A name is quoted in one line of an error: a novel in a property must not flood it. */
const NAME_CHARACTERS_MAX = 60;

/** Why routes could not be read. `message` is one line that says where, what and what to do. */
export class RouteError extends Error {
  override readonly name = 'RouteError';
  readonly code: RouteErrorCode;
  readonly file: string;
  readonly part: RoutePart | undefined;
  readonly remedy: string;

  constructor(code: RouteErrorCode, origin: RouteOrigin, problem: string, remedy: string) {
    // Parsers quote the text that they stumble over, line breaks included.
    super(oneLine(`${placeOf(origin)}: ${problem}: ${remedy}`));
    this.code = code;
    this.file = origin.file;
    this.part = origin.part;
    this.remedy = remedy;
  }
}

function placeOf({ file, part }: RouteOrigin): string {
  if (part === undefined) return file;
  const name = part.name === undefined ? '' : ` ("${part.name.slice(0, NAME_CHARACTERS_MAX)}")`;
  return `${file}, ${part.kind} ${part.index}${name}`;
}
