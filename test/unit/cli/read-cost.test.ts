/** What a list would cost, estimated from what the index holds. */
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
const AT = '2026-11-22T12:00:00.000Z';
const LATER = '2026-11-22T12:00:30.000Z';
const END = '2026-11-22T13:00:00.000Z';
type Chunk = InspectAnswer['chunks'][number];
const chunk = (entries: number, bytes: number, more: Partial<Chunk> = {}): Chunk => ({
  entries,
  bytes,
  observedAt: AT,
  endsAt: END,
  ageSeconds: 60,
  size: 0,
  state: 'valid',
  ...more,
});
/** Marks as written for events about objects. */
const marks = (...names: string[]) => names.map((name) => ({ name, appearedAt: LATER, vanishedAt: LATER }));
const numbered = (many: number) => Array.from({ length: many }, (_, at) => `n${at}`);

describe('the cost of a list', () => {
  test('of a directory that is held completely is only read units: half ones for chunks, whole ones for marks', () => {
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

  test('of few void names is a HEAD and a record for each, and the watch is read', () => {
    const cost = readCost(held({ chunks: [chunk(10, 400)], voidNames: 3, marks: marks('a', 'b', 'c') }));
    expect(cost).toMatchObject({ lists: 0, heads: 3, readUnits: 2.5, writeUnits: 3, atLeast: false });
  });

  test('of many void names is a LIST, which is cheaper', () => {
    const cost = readCost(
      held({ chunks: [chunk(100, 1_800)], voidNames: 30, marks: marks(...numbered(30)) }),
    );
    expect(cost).toMatchObject({ lists: 1, heads: 0, writeUnits: 3, atLeast: false });
  });

  test('lists again where the void names are, and not elsewhere', () => {
    const chunks = [
      chunk(900, 3_900, { through: 'm' }),
      chunk(900, 3_900, { after: 'm', through: 'o' }),
      chunk(900, 3_900, { after: 'o' }),
    ];
    const cost = readCost(held({ chunks, voidNames: 61, marks: marks(...numbered(60), 'z') }));
    expect(cost).toMatchObject({ lists: 1, heads: 1, writeUnits: 4 + 1 + 1 });
  });

  test('of a void directory name is a LIST; a mark for a name that still exists costs nothing', () => {
    const appeared = ['a/', 'b/'].map((name) => ({ name, appearedAt: LATER }));
    const one = readCost(held({ chunks: [chunk(10, 400)], voidNames: 1, marks: appeared }));
    expect(one).toMatchObject({ lists: 1, heads: 0 });
    const none = readCost(held({ chunks: [chunk(10, 400)], voidNames: 0, marks: appeared }));
    expect(none).toMatchObject({ lists: 0, heads: 0 });
  });

  test('includes names that were observed since, as long as the observation is valid', () => {
    const record = {
      name: 'a',
      says: 'object' as const,
      observedAt: '2026-11-22T12:00:40.000Z',
      ageSeconds: 20,
    };
    const base = { chunks: [chunk(10, 400)], marks: marks('a', 'b'), voidNames: 1 };
    const looked = readCost(held({ ...base, records: [{ ...record, endsAt: END }] }));
    expect(looked).toMatchObject({ heads: 1 });
    const ended = readCost(held({ ...base, voidNames: 2, records: [{ ...record, endsAt: LATER }] }));
    expect(ended).toMatchObject({ heads: 2 });
  });

  test('of what is not held is at least a LIST', () => {
    const cost = readCost(held({ coverage: 'none' }));
    expect(cost).toMatchObject({ lists: 1, atLeast: true });
    expect(cost.dollars).toBeGreaterThan(cost.directDollars);
  });

  test('of a directory that was held before is about as many LISTs as it took then', () => {
    const chunks = Array.from({ length: 20 }, () => chunk(125, 3_900, { state: 'floored' }));
    const cost = readCost(held({ coverage: 'none', chunks }));
    expect(cost).toMatchObject({ lists: 3, writeUnits: 20 * 4 + 1, atLeast: true, directLists: 3 });
    expect(cost.directDollars).toBe(0.000015);
  });
});
