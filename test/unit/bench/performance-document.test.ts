/** docs/performance.json has the results of a run, and docs/performance.md is generated from it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeBars } from '../../../bench/bars.ts';
import { judgeBudgets } from '../../../bench/budgets.ts';
import { s3dexListing } from '../../../bench/cost-model.ts';
import { performanceDocument } from '../../../bench/performance-document.ts';
import type { Report } from '../../../bench/report.ts';

const committed = (file: string) => readFileSync(join(import.meta.dirname, '../../../docs', file), 'utf8');
const report = JSON.parse(committed('performance.json')) as Report;

test('docs/performance.md shows the results of its run (else: npm run bench -- --performance docs/performance.json)', () => {
  expect(committed('performance.md')).toBe(performanceDocument(report));
});

describe('the run (else it is of another version: npm run bench -- --json docs/performance.json)', () => {
  test('broke no budget', () => {
    expect(judgeBudgets(report).filter(({ holds }) => !holds)).toEqual([]);
  });

  test.each([
    [20, 'cold'],
    [20, 'warm'],
    [1_000, 'cold'],
    [1_000, 'warm'],
    [1_000, 'after-1-write'],
    [10_000, 'cold'],
    [10_000, 'warm'],
    [10_000, 'after-1-write'],
  ] as const)('counted for %d objects %s what the cost model says', (n, state) => {
    const row = report.cases.find((it) => it.name === state && it.n === n && it.rival === 's3dex')!;
    const { s3Lists, s3Heads, rru, wru } = s3dexListing(n, state).calls;
    expect(row).toMatchObject({ s3Lists, s3Heads });
    // In addition, the bucket's item: read once a second, created once.
    const seconds = 1 + row.p50Ms / 1_000;
    expect(row.wru - wru).toBeGreaterThanOrEqual(0);
    expect(row.wru - wru).toBeLessThanOrEqual(1);
    expect(row.rru - rru).toBeGreaterThanOrEqual(0);
    expect(row.rru - rru).toBeLessThanOrEqual(seconds);
  });
});

test('a missed bar is reported as missed', () => {
  const slow: Report = {
    ...report,
    eventRates: report.eventRates.map((rate) => ({ ...rate, perSecond: 4_999 })),
  };
  const events = judgeBars(slow).find(({ what }) => what.startsWith('events'))!;
  expect(events).toMatchObject({ is: 4_999, least: 5_000, holds: false });
  expect(performanceDocument(slow)).toContain(`| ${events.what} | >= 5,000 | 4,999 | **not met** |`);
});
