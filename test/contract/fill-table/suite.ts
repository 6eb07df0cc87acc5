/** What every table of fills must do, on every engine. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FillJob } from '../../../lambdas/core/model/fill-job.ts';
import { type FillRange, firstRange, newRange } from '../../../lambdas/core/model/fill-range.ts';
import { END, START } from '../../../lambdas/core/model/range.ts';
import type { FillTable } from '../../../lambdas/core/ports/fill-table.ts';

const NOW = 1_700_000_000_000;

export interface OpenFills {
  table: FillTable;
  close(): Promise<void>;
}

export function fillTableSuite(engine: string, open: () => Promise<OpenFills>): void {
  describe(`fills on ${engine}`, () => {
    let opened: OpenFills;
    let table: FillTable;
    let ids = 0;
    const fresh = (): FillJob => ({
      bucket: 'bucket',
      id: `fill-${ids++}`,
      prefix: 'a/\uff5e/',
      recursive: true,
      startedAt: NOW,
    });

    beforeAll(async () => {
      opened = await open();
      table = opened.table;
    });
    afterAll(() => opened.close());

    test('a fill is read back as it was created, and can be created only once', async () => {
      const job = fresh();
      expect(await table.readFill(job)).toBeUndefined();
      await table.createFill(job);
      await table.createFill({ ...job, prefix: 'other/' });
      expect(await table.readFill(job)).toEqual(job);
      expect(await table.readFill({ ...job, bucket: 'other' })).toBeUndefined();
    });

    test('a fill ends only once, and a fill that does not exist cannot end', async () => {
      const job = fresh();
      await table.endFill(job, { state: 'cancelled', at: NOW });
      expect(await table.readFill(job)).toBeUndefined();
      await table.createFill(job);
      await table.endFill(job, { state: 'failed', at: NOW + 1, why: 'S3 refused' });
      await table.endFill(job, { state: 'cancelled', at: NOW + 2 });
      expect((await table.readFill(job))!.end).toEqual({ state: 'failed', at: NOW + 1, why: 'S3 refused' });
    });

    test.each(['complete', 'cancelled'] as const)('an end as %s is read back', async (state) => {
      const job = fresh();
      await table.createFill(job);
      await table.endFill(job, { state, at: NOW + 1 });
      expect((await table.readFill(job))!.end).toEqual({ state, at: NOW + 1 });
    });

    test('ranges are read in the order of their ids, with unchanged ends and shares', async () => {
      const job = fresh();
      const first = firstRange(NOW);
      const share = { id: '0001-b', after: '', through: 'x\u{10ffff}' };
      const giving: FillRange = {
        ...{
          ...first,
          reached: '\uff5e',
          through: 'k',
          done: true,
          listed: 7,
          pages: 2,
          turn: 3,
          version: 1,
        },
        shares: [share, { id: '0001-a', after: 'x\u{10ffff}', through: END }],
      };
      await table.addRange(job, newRange(share, NOW));
      await table.addRange(job, first);
      await table.addRange(job, { ...first, listed: 99 });
      expect(await table.readRange(job, first.id)).toEqual(first);
      expect(await table.replaceRange(job, giving)).toBe('written');
      expect(await table.readRanges(job)).toEqual([giving, newRange(share, NOW)]);
      expect(await table.readRange(job, 'none')).toBeUndefined();
      expect(await table.readRanges({ ...job, id: 'none' })).toEqual([]);
    });

    test('the second of two writes over the same version is refused', async () => {
      const job = fresh();
      const first = firstRange(NOW);
      expect(await table.replaceRange(job, { ...first, version: 1 })).toBe('superseded');
      await table.addRange(job, first);
      expect(await table.replaceRange(job, { ...first, version: 1, listed: 1 })).toBe('written');
      expect(await table.replaceRange(job, { ...first, version: 1, listed: 2 })).toBe('superseded');
      expect(await table.replaceRange(job, { ...first, version: 3 })).toBe('superseded');
      expect(await table.readRange(job, first.id)).toMatchObject({ version: 1, listed: 1, after: START });
    });
  });
}
