/**
 * Redocly's linter must find nothing in docs/openapi.json, by its recommended rules, with every warning as an error.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';

const committed = readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8');

async function findings(source: string): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
  return problems.map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`);
}

test('nothing', async () => {
  expect(await findings(committed)).toEqual([]);
});

test('reports an error if the document has another form', async () => {
  const document = JSON.parse(committed);
  delete document.security;
  delete document.paths['/v1/buckets'].get.operationId;
  document.paths['/v1/stats'].get.responses['200'].$ref = '#/components/responses/none';
  const found = await findings(JSON.stringify(document));
  for (const rule of ['security-defined', 'operation-operationId', 'no-unresolved-refs'])
    expect(found).toContainEqual(expect.stringContaining(rule));
});
