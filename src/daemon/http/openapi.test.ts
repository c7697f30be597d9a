import { expect, it } from 'vitest';
import { OPERATIONS } from '../../protocol/schemas/http.ts';
import { openApiDocument } from './openapi.ts';

const text = JSON.stringify(openApiDocument());

/** The part of the document that a local reference names. */
function resolve(reference: string): unknown {
  const keys = reference.slice(2).split('/');
  return keys.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | undefined)?.[key],
    JSON.parse(text),
  );
}

it('describes every operation under its own name', () => {
  const names = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
});

it('refers to nothing that is missing', () => {
  const references = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to ?? ''));
  expect(references.size).toBeGreaterThan(5);
  expect([...references].filter((to) => resolve(to) === undefined)).toEqual([]);
});

it('declares each parameter that a path has', () => {
  for (const { path, params } of Object.values(OPERATIONS)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params.properties), path).toEqual(inPath);
  }
});

it('is the same each time', () => {
  expect(JSON.stringify(openApiDocument())).toBe(text);
});
