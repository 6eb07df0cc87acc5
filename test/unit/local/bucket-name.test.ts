import { expect, test } from '@jest/globals';
import { bucketNameOf } from '../../../local/bucket-name.ts';
import { isNewBucketName } from '../../../shared/bucket-name.ts';

test.each([
  ['/usr/share', 'share'],
  ['/home/me/My Photos/', 'my-photos'],
  ['/', 'imported'],
  ['/data/日本', 'imported'],
  ['/x', 'x-bucket'],
  ['/a/--ab--', 'ab-bucket'],
  [`/${'very-long-'.repeat(20)}`, 'very-long-very-long-very-long-very-long-very-long-very-long-ver'],
  ['/10.0.0.1', '10-0-0-1'],
])('the folder %s becomes the bucket %s', (folder, name) => {
  expect(bucketNameOf(folder)).toBe(name);
  expect(isNewBucketName(name)).toBe(true);
});
