/**
 * A server returned pages that are not in S3's order (directories first, or names compared without their slash). The
 * second page began before the end of the first. Its earlier names were dropped from the listing, and the index
 * answered 404 for them for an hour.
 */
import { expect, test } from '@jest/globals';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import { type Manners, RIGHT } from '../support/stub-s3/manners.ts';
import { StubS3 } from '../support/stub-s3/stub.ts';
import { ORDINARY, World } from '../support/world.ts';

const telemetry = { count: () => {} };

const CASES: { what: string; keys: string[]; order: Manners['order']; missing: string }[] = [
  {
    what: 'directories first',
    keys: ['m/x', 'z/x', 'a.txt', 'n.txt', 'zz.txt'],
    order: 'directories first',
    missing: 'a.txt',
  },
  {
    what: 'names without the slash',
    keys: ['foo/x', 'foo-1/x', 'foo.conda', 'fop'],
    order: 'without the slash',
    missing: 'foo.conda',
  },
];

test.each(CASES)(
  '$what: the listing is an error, and the earlier pages are not used',
  async ({ keys, order, missing }) => {
    const stub = new StubS3(keys, { ...RIGHT, order }, order === 'directories first' ? 2 : 1);
    const world = new World({ store: () => createS3Store({ clientFor: () => stub.client, telemetry }) });
    await expect(world.list('')).rejects.toThrow('upstream-failed');
    const cached = { freshness: { ...ORDINARY, onlyIfCached: true } };
    await expect(world.list('', cached)).rejects.toThrow('only-if-cached');
    expect(await world.stat(missing)).toMatchObject({ outcome: 'answered', value: { type: 'object' } });
  },
);
