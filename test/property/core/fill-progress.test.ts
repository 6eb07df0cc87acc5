/** Progress of a fill: it never goes back, whatever parts come twice, and a fill is complete when its parts lead through. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type FillPart, progressOf } from '../../../lambdas/core/model/fill-job.ts';
import { END, EVERYTHING, START } from '../../../lambdas/core/model/range.ts';

const BORDERS = [START, ...'bdfhjln', END] as const;
/** A part between two of the borders, with a name counted for each step between them. */
const part = fc
  .tuple(fc.nat(BORDERS.length - 2), fc.integer({ min: 1, max: BORDERS.length - 1 }))
  .filter(([from, to]) => from < to)
  .map(([from, to]) => ({ from, to }));
const asPart = ({ from, to }: { from: number; to: number }): FillPart => ({
  after: BORDERS[from] as FillPart['after'],
  through: BORDERS[to] as FillPart['through'],
  listed: to - from,
  pages: 1,
});

test('more parts never make less, and no name is counted twice', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      let before = 0;
      for (let count = 0; count <= parts.length; count++) {
        const { listed } = progressOf(EVERYTHING, parts.slice(0, count).map(asPart));
        expect(listed).toBeGreaterThanOrEqual(before);
        expect(listed).toBeLessThanOrEqual(BORDERS.length - 1);
        before = listed;
      }
    }),
  );
});

test('complete is what parts lead through, end to end', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const reached = new Set([0]);
      for (let round = 0; round < parts.length; round++)
        for (const { from, to } of parts) if (reached.has(from)) reached.add(to);
      const { complete, listed } = progressOf(EVERYTHING, parts.map(asPart));
      expect(complete).toBe(reached.has(BORDERS.length - 1));
      if (complete) expect(listed).toBe(BORDERS.length - 1);
    }),
    { numRuns: 500 },
  );
});

test('of a directory of a tree, its own end is enough', () => {
  const range = { after: 'a.', through: 'a/~' };
  const parts: FillPart[] = [
    { after: 'a/m', through: 'a/~', listed: 2, pages: 1 },
    { after: 'a.', through: 'a/m', listed: 3, pages: 1 },
  ];
  expect(progressOf(range, parts)).toEqual({ listed: 5, pages: 2, complete: true });
  expect(progressOf(range, parts.slice(0, 1))).toEqual({ listed: 2, pages: 1, complete: false });
});
