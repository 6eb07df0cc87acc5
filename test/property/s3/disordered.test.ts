/**
 * Servers that list in an order other than S3's, or that page wrongly. Every answer must be S3's state or an error,
 * and nothing wrong may stay in the index.
 */
import { expect, test } from '@jest/globals';
import { createS3Store } from '../../../lambdas/adapters/s3/store.ts';
import fc from '../../support/fast-check.ts';
import { type Manners, ORDERS, PAGINGS, STARTS } from '../../support/stub-s3/manners.ts';
import { StubS3 } from '../../support/stub-s3/stub.ts';
import { ORDINARY, World } from '../../support/world.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);

const name = fc
  .array(fc.constantFrom('a', 'b', 'Z', '-', '.', '0', '\uff5e', '\u{1f600}'), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(''));
const key = fc.oneof(
  name,
  fc.tuple(name, name).map(([directory, last]) => `${directory}/${last}`),
);
const manners: fc.Arbitrary<Manners> = fc.record({
  order: fc.constantFrom(...(Object.keys(ORDERS) as (keyof typeof ORDERS)[])),
  paging: fc.constantFrom(...(Object.keys(PAGINGS) as (keyof typeof PAGINGS)[])),
  start: fc.constantFrom(...STARTS),
});

function worldOver(stub: StubS3): World {
  const telemetry = { count: () => {} };
  return new World({ store: () => createS3Store({ clientFor: () => stub.client, telemetry }) });
}

/** The names of a whole listing, or the reason of its failure. */
async function listed(world: World, freshness = ORDINARY): Promise<string[] | string> {
  const answer = await world.reader.list({
    ...{ bucket: world.bucket, directory: '', filter: '', limit: 1_000, freshness },
  });
  return answer.outcome === 'answered' ? answer.value.entries.map((entry) => entry.name) : answer.code;
}

test('a listing equals S3’s or is an error, and so are all later answers', async () => {
  const outcomes = { right: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(key, { minLength: 1, maxLength: 10 }),
      manners,
      fc.integer({ min: 1, max: 4 }),
      async (keys, given, pageSize) => {
        const stub = new StubS3(keys, given, pageSize);
        const world = worldOver(stub);
        const truth = stub.namesIn('');
        for (let again = 0; again < 2; again++) {
          const names = await listed(world);
          if (Array.isArray(names)) {
            outcomes.right++;
            expect(names).toEqual(truth);
          } else {
            outcomes.refused++;
            expect(names).toBe('upstream-failed');
          }
          const cached = await listed(world, { ...ORDINARY, onlyIfCached: true });
          if (Array.isArray(cached)) expect(cached).toEqual(truth);
        }
        // There are so few names that each can be asked for separately. A LIST around a name is a single page, which
        // does not show a wrong order.
        for (const one of truth.filter((it) => !it.endsWith('/')))
          expect(await world.stat(one)).toMatchObject({ outcome: 'answered', value: { key: one } });
      },
    ),
    { numRuns },
  );
  expect(Math.min(outcomes.right, outcomes.refused)).toBeGreaterThan(numRuns / 20);
});

test.each(Object.keys(PAGINGS).filter((it) => it === 'right' || it === 'repeats the last name'))(
  'a server in S3’s order whose paging is %s is never refused',
  async (paging) => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 10 }),
        fc.constantFrom(...STARTS),
        fc.integer({ min: 2, max: 4 }),
        async (keys, start, pageSize) => {
          const stub = new StubS3(keys, { order: 'right', paging: paging as never, start }, pageSize);
          expect(await listed(worldOver(stub))).toEqual(stub.namesIn(''));
        },
      ),
      { numRuns },
    );
  },
);
