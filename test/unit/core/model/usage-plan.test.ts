/** Which parts of a usage come from digests, and which are listed. */
import { describe, expect, test } from '@jest/globals';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import { SplitPoints, splitRange } from '../../../../lambdas/core/model/split-range.ts';
import { rangeOfDirectory } from '../../../../lambdas/core/model/tree.ts';
import { type PlannedDigest, planUsage } from '../../../../lambdas/core/model/usage-plan.ts';
import { compareNames } from '../../../../shared/byte-order.ts';
import fc from '../../../support/fast-check.ts';

const digest = (
  after: NameRange['after'],
  through: NameRange['through'],
  objects = 1_000,
  observedAt = 0,
): PlannedDigest => ({ after, through, objects, observedAt });

describe('the plan of a usage', () => {
  test('uses digests that lie end to end', () => {
    const digests = [digest(START, 'f'), digest('f', 'm'), digest('m', END)];
    expect(planUsage(EVERYTHING, digests)).toEqual({ use: digests, gaps: [] });
  });

  test('lists what is missing, up to the next digest', () => {
    const digests = [digest(START, 'f'), digest('m', 's')];
    expect(planUsage(EVERYTHING, digests)).toEqual({
      use: digests,
      gaps: [
        { after: 'f', through: 'm' },
        { after: 's', through: END },
      ],
    });
  });

  test('never uses a digest that begins inside another, because keys would be counted twice', () => {
    const digests = [digest(START, 'f'), digest('c', 'm'), digest('p', END)];
    expect(planUsage(EVERYTHING, digests)).toEqual({
      use: [digests[0], digests[2]],
      gaps: [{ after: 'f', through: 'p' }],
    });
  });

  test('uses the newest of several digests that begin at the same position', () => {
    const older = [digest(START, 'f', 1_000, 1), digest('f', 'm', 1_000, 1), digest('m', END, 1_000, 1)];
    const newer = [digest('f', 'k', 1_000, 2), digest('k', END, 1_000, 2)];
    const use = [older[0], ...newer];
    expect(planUsage(EVERYTHING, [...older, ...newer])).toEqual({ use, gaps: [] });
    expect(planUsage(EVERYTHING, [...newer, ...older])).toEqual({ use, gaps: [] });
    const around = [digest('a', 'b/k', 1_000, 1), digest('a', 'c', 1_000, 2)];
    expect(planUsage(rangeOfDirectory('b/'), around)).toEqual({ use: [around[1]], gaps: [] });
  });

  test('uses a digest that begins before the directory, and one that ends after it', () => {
    const digests = [digest('a', 'b/k'), digest('b/k', 'c')];
    expect(planUsage(rangeOfDirectory('b/'), digests)).toEqual({ use: digests, gaps: [] });
  });

  test('lists a few known objects between two gaps together with the gaps', () => {
    const digests = [digest('f', 'm', 10)];
    expect(planUsage(EVERYTHING, digests)).toEqual({ use: [], gaps: [{ after: START, through: END }] });
    const many = [digest('f', 'm', 500)];
    expect(planUsage(EVERYTHING, many).use).toEqual(many);
    const fewer = [digest('f', 'h', 300), digest('h', 'm', 199)];
    expect(planUsage(EVERYTHING, fewer).use).toEqual([]);
  });

  test('covers every name exactly once, with any digests', () => {
    const name = fc.constantFrom(...'abcdefghij');
    const some = fc
      .array(
        fc.tuple(fc.option(name, { nil: undefined }), fc.option(name, { nil: undefined }), fc.nat(2_000)),
      )
      .map((all) =>
        all
          .map(([after, through, objects]) => digest(after ?? START, through ?? END, objects))
          .filter(
            ({ after, through }) =>
              typeof after !== 'string' || typeof through !== 'string' || after < through,
          )
          .sort((a, b) =>
            typeof a.after !== 'string' || typeof b.after !== 'string'
              ? Number(typeof a.after === 'string') - Number(typeof b.after === 'string')
              : compareNames(a.after, b.after),
          ),
      );
    fc.assert(
      fc.property(some, (digests) => {
        const { use, gaps } = planUsage(EVERYTHING, digests);
        for (const probe of 'abcdefghijk') {
          const holders = [...use, ...gaps].filter(
            ({ after, through }) =>
              (typeof after !== 'string' || probe > after) &&
              (typeof through !== 'string' || probe <= through),
          );
          expect(holders).toHaveLength(1);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

test('a range is split evenly at points inside it, without gaps', () => {
  const points = new SplitPoints();
  points.add(['d', 'b', 'd', 'z', 'f', 'h', 'k']);
  const range = { after: 'b', through: 'k' };
  expect(points.inside(range)).toEqual(['d', 'f', 'h']);
  expect(splitRange(range, points.inside(range), 2)).toEqual([
    { after: 'b', through: 'f' },
    { after: 'f', through: 'k' },
  ]);
  expect(splitRange(range, points.inside(range), 9)).toEqual([
    { after: 'b', through: 'd' },
    { after: 'd', through: 'f' },
    { after: 'f', through: 'h' },
    { after: 'h', through: 'k' },
  ]);
  expect(splitRange(range, [], 9)).toEqual([range]);
});
