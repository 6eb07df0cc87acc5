/** docs/cli.md must contain the command's own help. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { helpDocument } from '../../../cli/help-document.ts';

test('docs/cli.md is what `npm run docs` writes', () => {
  expect(readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8')).toBe(helpDocument());
});
