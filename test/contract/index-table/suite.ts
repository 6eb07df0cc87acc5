/** What every index table must do: each rule of the port. Engines differ only in how the table is opened. */
import { afterAll, beforeAll } from '@jest/globals';
import { bucketsSuite } from './buckets-suite.ts';
import { chunksSuite } from './chunks-suite.ts';
import { headsSuite } from './heads-suite.ts';
import { recordsSuite } from './records-suite.ts';
import type { OpenTable, UnderTest } from './under-test.ts';

export function indexTableSuite(engine: string, open: () => Promise<OpenTable>, effort = { runs: 25 }): void {
  let opened: OpenTable;
  let buckets = 0;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened?.close());

  const freshBucket = () => `bucket-${process.pid}-${buckets++}`;
  const under: UnderTest = {
    engine,
    table: () => opened.table,
    freshBucket,
    fresh: (prefix = 'a/b/') => ({ bucket: freshBucket(), prefix }),
    runs: effort.runs,
  };
  for (const part of [bucketsSuite, headsSuite, chunksSuite, recordsSuite]) part(under);
}
