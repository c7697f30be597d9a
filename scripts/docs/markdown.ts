import type { JsonSchema } from './json-schema.ts';
import { OBJECTS, shapeOf } from './shapes.ts';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(escapeCell).join(' | ')} |`).join('\n');
}

function escapeCell(cell: string): string {
  return cell.replaceAll('|', '\\|');
}

export function code(value: unknown): string {
  return `\`${String(value)}\``;
}

/** Short enough objects stay on one line. */
export function example(value: unknown): string {
  const line = JSON.stringify(value);
  const text = line.length <= 90 ? spaced(value) : JSON.stringify(value, null, 2);
  return `\`\`\`json\n${text}\n\`\`\``;
}

function spaced(value: unknown): string {
  return JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
}

/** The fields of an object: name, type, whether it is needed, and what is to know about it. */
export function fieldTable(schema: JsonSchema, leftOut: readonly string[] = []): string {
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name]) => !leftOut.includes(name),
  );
  if (fields.length === 0) return 'No fields.';
  const rows = fields.map(([name, field]) => [
    code(name),
    schema.required?.includes(name) ? 'yes' : '',
    typeText(field),
    [noteOf(field), field.default === undefined ? '' : `default ${code(field.default)}`]
      .filter((note) => note !== '')
      .join('; '),
  ]);
  return table(['field', 'needed', 'type', 'notes'], rows);
}

/** What `description` adds to the type; that of a named shape stands where the shape is shown. */
function noteOf(field: JsonSchema): string {
  return shapeOf(field) === undefined ? (field.description ?? '') : '';
}

export function typeText(schema: JsonSchema): string {
  const shape = shapeOf(schema);
  if (shape !== undefined) return OBJECTS.includes(shape) ? linkTo(shape.name) : shape.name;
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' | ');
  if (schema.items !== undefined)
    return `list of${range(schema, 'Items')} ${typeText(schema.items)}`;
  if (schema.patternProperties !== undefined) return mapText(schema.patternProperties);
  if (schema.properties !== undefined) return objectText(schema);
  return `${schema.type ?? 'any JSON'}${range(schema, 'Length')}${range(schema, 'imum')}`;
}

export function linkTo(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function mapText(values: NonNullable<JsonSchema['patternProperties']>): string {
  return `object of ${Object.values(values).map(typeText).join(' | ')} by name`;
}

function objectText({ properties = {}, required = [] }: JsonSchema): string {
  const fields = Object.entries(properties).map(
    ([name, field]) => `${code(name)}${required.includes(name) ? '' : '?'} ${typeText(field)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

function range(schema: JsonSchema, of: 'Items' | 'Length' | 'imum'): string {
  const min = schema[`min${of}`];
  const max = schema[`max${of}`];
  if (min === undefined && max === undefined) return '';
  if (max === undefined) return ` ≥ ${min}`;
  return min === undefined ? ` ≤ ${max}` : ` ${min}–${max}`;
}

/** Sections one below the other, with one empty line between them and one line end at the end. */
export function page(...sections: readonly string[]): string {
  return `${sections.join('\n\n')}\n`;
}

export const GENERATED = (source: string): string =>
  `<!-- Generated from ${source} by \`node scripts/docs.ts\`. Do not edit. -->`;
