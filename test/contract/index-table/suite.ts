/** What every index table must do: each rule of the port. Engines differ only in how they open the table. */
import { afterAll, beforeAll } from '@jest/globals';
import { bucketsSuite } from './buckets-suite.ts';
import { chunksSuite } from './chunks-suite.ts';
import { headsSuite } from './heads-suite.ts';
import { recordsSuite } from './records-suite.ts';
import type { OpenTable, UnderTest } from './under-test.ts';

const PARTS = [bucketsSuite, headsSuite, chunksSuite, recordsSuite];

export function indexTableSuite(
  engine: string,
  open: () => Promise<OpenTable>,
  { runs = 25, parts = PARTS } = {},
): void {
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
    runs,
  };
  for (const part of parts) part(under);
}
