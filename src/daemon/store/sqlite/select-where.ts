import type { Database, Statement } from 'better-sqlite3';

/** A piece of SQL and what stands for its question marks. */
export type Condition = readonly [sql: string, ...values: (string | number)[]];

/** Sorts after every character of an id, and after every hexadecimal digit. */
const AFTER_ALL = '~';

/** Values that start with a prefix, from the first to before the second: an index can answer it. */
export function prefixRange(prefix: string): readonly [from: string, before: string] {
  return [prefix, `${prefix}${AFTER_ALL}`];
}

/**
 * Rows that meet all conditions. Statements are kept by their text: conditions come from code, so
 * that there are only as many as there are ways to filter.
 */
export function selectWhere<Row>(db: Database, select: string) {
  const statements = new Map<string, Statement<unknown[], Row>>();
  return (conditions: readonly Condition[], order: string, limit: number): Row[] => {
    const { where, values } = joinConditions(conditions);
    const sql = `${select} ${where} ${order} LIMIT ?`;
    const statement = statements.get(sql) ?? db.prepare<unknown[], Row>(sql);
    statements.set(sql, statement);
    return statement.all(...values, limit);
  };
}

function joinConditions(conditions: readonly Condition[]): {
  readonly where: string;
  readonly values: readonly (string | number)[];
} {
  const where = conditions.map(([sql]) => `(${sql})`).join(' AND ');
  return {
    where: where === '' ? '' : `WHERE ${where}`,
    values: conditions.flatMap(([, ...values]) => values),
  };
}
