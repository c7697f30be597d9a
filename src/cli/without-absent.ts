type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/**
 * Leaves out what was not given: an absent field and an undefined one are two things on the wire.
 */
export function withoutAbsent<Fields extends object>(fields: Fields): Present<Fields> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<Fields>;
}
