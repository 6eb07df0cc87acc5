/** The stat of a key of 1,024 bytes that is not there went on to ask for a directory of 1,025, which S3 calls a mistake. */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { World } from '../support/world.ts';

test.each(['', 'd/'])('a key that leaves no room for a slash is no directory (in "%s")', async (prefix) => {
  const key = prefix + 'x'.repeat(1024 - prefix.length);
  const asked: string[] = [];
  const store = (inner: ObjectStore): ObjectStore => ({
    ...inner,
    list: async (request) => {
      asked.push(request.prefix);
      return inner.list(request);
    },
  });
  const world = new World({ store });
  expect(await world.stat(key)).toMatchObject({ outcome: 'failed', code: 'no-such-key' });
  const many = await world.statMany([key, `${prefix}y`]);
  expect(many).toMatchObject({ outcome: 'answered', value: [{ found: false }, { found: false }] });
  expect(asked.filter((each) => each.length > 1024)).toEqual([]);
});
