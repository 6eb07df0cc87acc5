import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { costDocument } from '../../../bench/cost-document.ts';
import { costPicture } from '../../../bench/cost-picture.ts';

const committed = (file: string) => readFileSync(join(import.meta.dirname, '../../../docs', file), 'utf8');

test('docs/cost.md and docs/cost.svg are what the cost model says (else: npm run bench -- --cost)', () => {
  expect(committed('cost.md')).toBe(costDocument());
  expect(committed('cost.svg')).toBe(costPicture());
});
