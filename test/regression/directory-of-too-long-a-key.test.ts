/** A stat of an absent key of 1,024 bytes also asked for a directory of 1,025 bytes, which S3 refuses. */
import { expect, test } from '@jest/globals';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import { World } from '../support/world.ts';

test.each(['', 'd/'])(
  'a key without room for a slash is not looked up as a directory (in "%s")',
  async (prefix) => {
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
  },
);
