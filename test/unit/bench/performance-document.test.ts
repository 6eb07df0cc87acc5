/** docs/performance.json contains the results of a run, from which docs/performance.md must be generated. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeBars } from '../../../bench/bars.ts';
import { judgeBudgets } from '../../../bench/budgets.ts';
import { s3dexListing } from '../../../bench/cost-model.ts';
import { performanceDocument } from '../../../bench/performance-document.ts';
import type { Report } from '../../../bench/report.ts';
import type { Row } from '../../../bench/row.ts';

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
    // The bucket's item is counted in addition. It is read once a second, and created once.
    const seconds = 1 + row.p50Ms / 1_000;
    expect(row.wru - wru).toBeGreaterThanOrEqual(0);
    expect(row.wru - wru).toBeLessThanOrEqual(1);
    expect(row.rru - rru).toBeGreaterThanOrEqual(0);
    expect(row.rru - rru).toBeLessThanOrEqual(seconds);
  });
});

test('a run with trees has their cases beside the rivals, their budgets and bars, and the keys a second', () => {
  const row = (name: string, rival: Row['rival'], p50Ms: number, counts: Partial<Row> = {}): Row => ({
    ...{ name, rival, n: 1_000, s3Lists: 0, s3Heads: 0, rru: 0, wru: 0, requests: 1, samples: 1 },
    ...{ usdPerMillion: 1, callsUsdPerMillion: 1, p50Ms, p99Ms: p50Ms, ...counts },
  });
  const names = ['recursive-cold', 'recursive-warm', 'recursive-after-1-write', 'usage-cold', 'usage-warm'];
  const more = ['usage-after-1-write', 'usage-of-one-directory-warm', 'event-below-watched-trees'];
  const cases = [...names, ...more, 'event-below-no-tree'].map((name) => row(name, 's3dex', 100));
  const trees = {
    date: '2026-11-28',
    cases: [...cases, row('usage-cold', 'one-chain', 700), row('usage-cold', 'rclone-size', 9_000)],
    fillRates: [{ memoryMb: 256, keys: 1_000, keysPerSecond: 7_123.4, cpuMsPerThousand: 20 }],
  };
  const document = performanceDocument({ ...report, trees });
  expect(document).toContain(
    '| 1,000,000 keys cold: times as fast as one chain of LISTs | >= 8 | 7 | **not met** |',
  );
  expect(document).toContain('| usage of 1,000,000 objects warm, ms | <= 300 | 100 | met |');
  expect(document).toContain('| `rclone size` |');
  expect(document).toContain('| 256 | 7,123 | 20 |');
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
