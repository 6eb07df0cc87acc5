/** What a list would cost, estimated from what is held. */
import { describe, expect, test } from '@jest/globals';
import { readCost } from '../../../cli/read-cost.ts';
import type { InspectAnswer } from '../../../contract/client.ts';
import { PRICES } from '../../../contract/prices.ts';

const held = (over: Partial<InspectAnswer>): InspectAnswer => ({
  bucket: 'demo',
  prefix: '',
  coverage: 'complete',
  truncated: false,
  voidNames: 0,
  chunks: [],
  marks: [],
  records: [],
  ...over,
});
const chunk = (entries: number, bytes: number) => ({
  entries,
  bytes,
  observedAt: '',
  endsAt: '',
  ageSeconds: 0,
  size: 0,
  state: 'valid' as const,
});

describe('the cost of a list', () => {
  test('of a directory held whole is read units alone: chunks by halves, marks strongly', () => {
    const cost = readCost(held({ chunks: Array.from({ length: 8 }, () => chunk(125, 3_900)) }));
    expect(cost).toMatchObject({
      lists: 0,
      heads: 0,
      readUnits: 4 + 1,
      writeUnits: 0,
      atLeast: false,
      directLists: 1,
    });
    expect(cost.dollars).toBeCloseTo(5 * PRICES.readUnit, 12);
    expect(cost.dollars).toBeLessThan(cost.directDollars);
  });

  test('of void names is a HEAD and a record for each', () => {
    expect(readCost(held({ chunks: [chunk(10, 400)], voidNames: 3 }))).toMatchObject({
      lists: 0,
      heads: 3,
      writeUnits: 3,
    });
  });

  test('of what is not held is at least a LIST', () => {
    const cost = readCost(held({ coverage: 'none' }));
    expect(cost).toMatchObject({ lists: 1, atLeast: true });
    expect(cost.dollars).toBeGreaterThan(cost.directDollars);
  });
});
