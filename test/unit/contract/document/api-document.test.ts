/** docs/api.md must be the OpenAPI document in a form for people. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { apiDocument } from '../../../../contract/document/api-document.ts';
import { ERROR_CODES } from '../../../../contract/errors.ts';
import { OPERATIONS } from '../../../../contract/operations.ts';

const docs = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');
const page = docs('api.md');

describe('docs/api.md', () => {
  test('is what `npm run docs` writes', () => {
    expect(page).toBe(apiDocument(JSON.parse(docs('openapi.json'))));
  });

  test('contains every operation and every problem', () => {
    for (const { method, path } of Object.values(OPERATIONS))
      expect(page).toContain(`\n\`${method} ${path}\`\n`);
    // These two errors belong to requests outside the contract, so no operation names them.
    const beside = ['no-such-route', 'method-not-allowed'];
    for (const code of ERROR_CODES.filter((code) => !beside.includes(code)))
      expect(page).toContain(`\`${code}\`: `);
  });

  test('has a heading for each of its links', () => {
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
      text!.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });

  test('a reference that leads nowhere is an error, not a gap', () => {
    const document = JSON.parse(docs('openapi.json'));
    delete document.components.parameters.IfNoneMatch;
    expect(() => apiDocument(document)).toThrow(
      '#/components/parameters/IfNoneMatch: not found in the document',
    );
  });
});
