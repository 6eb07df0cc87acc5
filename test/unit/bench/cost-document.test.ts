import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { costDocument } from '../../../bench/cost-document.ts';
import {
  cheaperBetween,
  eventUsd,
  questionUsd,
  rivalListing,
  s3dexListing,
  s3dexStat,
  s3dexStatMany,
} from '../../../bench/cost-model.ts';
import { costPicture } from '../../../bench/cost-picture.ts';
import { callsUsd } from '../../../bench/row.ts';
import { PRICES, PRICES_AS_OF } from '../../../contract/prices.ts';

const ROOT = join(import.meta.dirname, '../../..');
const committed = (file: string) => readFileSync(join(ROOT, 'docs', file), 'utf8');

test('docs/cost.md and docs/cost.svg are what the cost model says (else: npm run bench -- --cost)', () => {
  expect(committed('cost.md')).toBe(costDocument());
  expect(committed('cost.svg')).toBe(costPicture());
});

test('the figures of the README are those of the cost model', () => {
  const usd = (dollars: number) => dollars.toFixed(2);
  const million = (price: number) => usd(price * 1e6);
  const section = /## What it costs\n(.*?)\n## /s.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))![1]!;
  const cells = (row: string) =>
    section
      .split('\n')
      .find((line) => line.startsWith(`| ${row}`))!
      .split('|')
      .map((cell) => cell.trim());
  const [warm, cold] = [s3dexListing(1_000, 'warm'), s3dexListing(1_000, 'cold')];
  const warmCalls = callsUsd(warm.calls);
  const written = cold.calls.wru * PRICES.writeUnit * 1e6;

  expect(section).toContain(`prices of ${PRICES_AS_OF}`);
  expect(cells('list 1,000 objects, warm').slice(2, 4)).toEqual([
    `${million(PRICES.s3List)} (one LIST)`,
    `${usd(questionUsd(warm))}: API, Lambda and logs ${usd(questionUsd(warm) - warmCalls)}, DynamoDB ${usd(warmCalls)} (${warm.calls.rru} read units)`,
  ]);
  expect(cells('list them and stat each').slice(2, 4)).toEqual([
    `${usd(questionUsd(rivalListing('list-then-head', 1_000, 'cold')))} (a LIST, 1,000 HEADs)`,
    `the same ${usd(questionUsd(warm))}`,
  ]);
  expect(cells('stat one object').slice(2, 4)).toEqual([
    `**${million(PRICES.s3Head)}** (one HEAD)`,
    usd(questionUsd(s3dexStat())),
  ]);
  expect(cells('stat 1,000 objects').slice(2, 4)).toEqual([
    million(1_000 * PRICES.s3Head),
    `${usd(questionUsd(s3dexStatMany()))} in one request`,
  ]);
  expect(cells('list 1,000 objects, cold').slice(2, 4)).toEqual([
    million(PRICES.s3List),
    `${usd(questionUsd(cold))}: the LIST ${million(PRICES.s3List)}, ${cold.calls.wru} write units ${usd(written)}, the rest ${usd(questionUsd(cold) - PRICES.s3List * 1e6 - written)}`,
  ]);
  expect(cells('process an S3 event')[3]).toBe(
    `${usd(eventUsd(0))}; ${million(PRICES.writeUnit)} more for each directory above the key about which the index holds answers; ${million(PRICES.readUnit)} for each directory that a batch must check`,
  );
  expect(cheaperBetween('list-only', 1_000)).toEqual({ from: 10 });
  expect(cheaperBetween('list-only', 20)).toEqual({ from: 4 });
});
