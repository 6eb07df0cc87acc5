/** A listing with each object in a line of its own has the expected form, but the SDK parsed it, which takes longer. */
import { expect, test } from '@jest/globals';
import { parseListXml } from '../../lambdas/adapters/s3/list-xml.ts';

const object = (key: string) =>
  `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>`;

test('a line break after an object is read without the SDK', () => {
  const lines = ['<ListBucketResult>', object('a'), object('b'), '<Name>n</Name>', '</ListBucketResult>'];
  const listed = parseListXml(lines.join('\n'));
  expect(listed?.Contents?.map(({ Key }) => Key)).toEqual(['a', 'b']);
  expect(listed?.Name).toBe('n');
});
