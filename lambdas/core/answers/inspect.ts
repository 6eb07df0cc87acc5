/** Reports the content of the index for one directory, for people. Reads only the index. */
import type { CachedPage } from '../model/cached-page.ts';
import { findEntry } from '../model/entries.ts';
import type { Directory } from '../model/names.ts';
import { contains, END, EVERYTHING, START } from '../model/range.ts';
import type { StoredRecord } from '../model/record.ts';
import { claimOf, resolveName } from '../model/resolve-name.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { type FreshnessPolicy, floorAbove, policyOf } from '../model/validity.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import { type Failed, failed } from '../questions/answer.ts';
import type { Inspection } from '../questions/inspect.ts';
import type { Instance } from '../request/instance.ts';
import { inspectTree, readTree } from './inspect-tree.ts';
import { coverageOf, inspectChunk, inspectRecord } from './inspected.ts';

/** If a directory has more chunks or records, only the first ones are inspected. */
const MAX_CHUNKS = 200;
const MAX_RECORDS = 1_000;

export async function inspect(
  instance: Instance,
  question: { bucket: ServedBucket; directory: string },
): Promise<{ outcome: 'answered'; value: Inspection } | Failed> {
  const directory: Directory = { bucket: question.bucket.name, prefix: question.directory };
  try {
    const [item, head, chunks, records, tree] = await Promise.all([
      instance.bucketItems.of(question.bucket),
      instance.table.readHead(directory),
      instance.table.readChunks(directory, { from: START, limit: MAX_CHUNKS }),
      instance.table.readRecords(directory, { ...EVERYTHING, limit: MAX_RECORDS }),
      readTree(instance, question),
    ]);
    const times = { now: instance.clock.now(), clockMarginMs: instance.settings.clockMarginMs };
    const policy = policyOf(question.bucket, item, directory, times);
    const inspected = chunks.chunks.map((chunk) => inspectChunk(instance, directory, { chunk, policy }));
    const pages = inspected.flatMap(({ page }) => page ?? []);
    const floorAt = floorAbove(item, directory.prefix);
    const value: Inspection = {
      head: head && { watchedUntil: head.watchedUntil, misses: head.misses, leaseUntil: head.leaseUntil },
      floorAt: floorAt > 0 ? floorAt : undefined,
      chunks: inspected.map(({ shown }) => shown),
      records: records.records.map(inspectRecord),
      voidNames: countVoid(pages, records.records, policy),
      coverage: coverageOf(pages),
      truncated: chunks.more || records.knownThrough !== END,
      tree: tree && inspectTree(instance, tree, { bucket: question.bucket, item, head }),
    };
    return { outcome: 'answered', value };
  } catch (error) {
    if (!(error instanceof IndexUnavailable)) throw error;
    return failed('unavailable', 'The index did not answer.');
  }
}

/** The number of names with a record that a complete read would have to check in S3. */
function countVoid(
  pages: readonly CachedPage[],
  records: readonly StoredRecord[],
  policy: FreshnessPolicy,
): number {
  let count = 0;
  for (const record of records) {
    const page = latestOf(pages, record.name);
    if (!page) continue;
    const claim = claimOf(page, findEntry(page.entries, record.name));
    if (resolveName(record.name, claim, record, policy).state === 'void') count++;
  }
  return count;
}

/**
 * The latest page whose range contains the name. A LIST around a name may overlap older chunks, so there may be
 * several.
 */
function latestOf(pages: readonly CachedPage[], name: string): CachedPage | undefined {
  let latest: CachedPage | undefined;
  for (const page of pages) {
    if (contains(page, name) && (latest === undefined || page.observedAt > latest.observedAt)) latest = page;
  }
  return latest;
}
