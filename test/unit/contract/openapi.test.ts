import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { problem } from '../../../contract/answers/problem.ts';
import { OPERATION_DOCS } from '../../../contract/document/operation-docs.ts';
import { problemExample } from '../../../contract/document/problem-docs.ts';
import type { OpenApi } from '../../../contract/document/types.ts';
import { wireTypes } from '../../../contract/document/wire-types.ts';
import { ERROR_CODES } from '../../../contract/errors.ts';
import { openApiDocument } from '../../../contract/openapi.ts';
import { OPERATIONS, type OperationId, ROUTES } from '../../../contract/operations.ts';

interface Document {
  paths: Record<string, Record<string, { operationId: string; security?: unknown[]; responses: object }>>;
}
const committed: Document = JSON.parse(
  readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
);

describe('OpenAPI document', () => {
  test('docs/openapi.json is generated from the contract (npm run openapi)', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  test('contract/client/wire-types.ts is generated from the contract (npm run openapi)', async () => {
    const written = readFileSync(new URL('../../../contract/client/wire-types.ts', import.meta.url), 'utf8');
    expect(written).toBe(await wireTypes(openApiDocument() as OpenApi));
  });

  test('has every operation at its route, and no other', () => {
    const documented = Object.entries(committed.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
      ),
    );
    const expected = Object.entries(OPERATIONS).map(([id, { method, path }]) => `${id} ${method} ${path}`);
    expect(documented.sort()).toEqual(expected.sort());
  });

  test('only public operations go without authorization', () => {
    for (const { path, method, rank } of ROUTES) {
      const operation = committed.paths[path]![method.toLowerCase()];
      if (operation) expect([path, operation.security]).toEqual([path, rank === 'public' ? [] : undefined]);
    }
  });

  test.each(Object.keys(OPERATIONS) as OperationId[])('the example of %s is valid for its schema', (id) => {
    const { answer, example } = OPERATION_DOCS[id];
    expect(answer?.safeParse(example).error).toBeUndefined();
    expect(answer === undefined).toBe(example === undefined);
  });

  test.each(ERROR_CODES)('the example of %s is a problem', (code) => {
    expect(problem.safeParse(problemExample(code)).error).toBeUndefined();
  });
});
