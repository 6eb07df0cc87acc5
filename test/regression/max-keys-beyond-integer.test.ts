/** S3 refuses max-keys above 2147483647, but the index answered it with a full page. (Found by random reads.) */
import { expect, test } from '@jest/globals';
import { listQuestion } from '../../front/resolver/list-question.ts';

const ask = (maxKeys: string) =>
  listQuestion({
    operation: 'ListObjectsV2',
    bucket: 'photos',
    parameters: new Map([
      ['list-type', '2'],
      ['max-keys', maxKeys],
    ]),
    headers: new Map(),
  });

test('the greatest integer is a full page, a greater one passes to S3', () => {
  expect(ask('2147483647')).toMatchObject({ maxKeys: 1000 });
  expect(ask('2147483648')).toEqual({ outcome: 'pass', reason: 'not-read', detail: 'max-keys' });
});
