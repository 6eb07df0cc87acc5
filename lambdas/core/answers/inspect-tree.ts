/** Reports the content of the index for everything below a directory. Reads only the index. */
import { decodeDigest } from '../index/decode-digest.ts';
import { isMarked, type MarkTime, markTimes } from '../index/mark-times.ts';
import type { BucketItem } from '../model/bucket-item.ts';
import type { Chunk } from '../model/chunk.ts';
import type { DigestPart } from '../model/digest.ts';
import type { DirectoryHead } from '../model/directory-head.ts';
import { compareEnds, comparePositions, END, intersection, type NameRange, START } from '../model/range.ts';
import type { Scope } from '../model/scope.ts';
import type { ServedBucket } from '../model/served-bucket.ts';
import { floorOverlapping, rangeOfDirectory, treePlaceOf } from '../model/tree.ts';
import { planUsage } from '../model/usage-plan.ts';
import { type FreshnessPolicy, judge, policyOf } from '../model/validity.ts';
import type { ChunkPage, RecordPage } from '../ports/index-table.ts';
import type { Coverage, InspectedDigest, TreeInspection } from '../questions/inspect.ts';
import type { Instance } from '../request/instance.ts';
import { coverageOf, inspectChunk, inspectRecord, STATES } from './inspected.ts';

/** If a tree has more chunks or records, only the first ones are inspected. */
const MAX_CHUNKS = 200;
const MAX_RECORDS = 1_000;
/**
 * Maximum number of digests read to compute the coverage: enough for some 2,000,000 objects. At most MAX_CHUNKS of them
 * are shown.
 */
const MAX_DIGESTS = 2_000;

/** What was read of a tree, before the policy is applied. */
export interface TreeRead {
  root: string;
  range: NameRange;
  chunks: ChunkPage;
  digests: ChunkPage;
  records: RecordPage;
}

/** Returns `undefined` when the bucket has no tree for the directory. */
export async function readTree(
  { table }: Instance,
  { bucket, directory }: { bucket: ServedBucket; directory: string },
): Promise<TreeRead | undefined> {
  const place = treePlaceOf(bucket, directory);
  if (!place) return undefined;
  const { root } = place;
  const range = rangeOfDirectory(place.directory);
  const scope: Scope = { kind: 'tree', bucket: bucket.name, prefix: root };
  const [chunks, digests, records] = await Promise.all([
    table.readChunks(scope, { from: range.after, through: range.through, limit: MAX_CHUNKS }),
    table.readChunks(
      { ...scope, kind: 'digests' },
      { from: range.after, through: range.through, limit: MAX_DIGESTS },
    ),
    table.readRecords(scope, { ...range, limit: MAX_RECORDS }),
  ]);
  return { root, range, chunks, digests, records };
}

export function inspectTree(
  instance: Instance,
  { root, range, ...read }: TreeRead,
  { bucket, item, head }: { bucket: ServedBucket; item: BucketItem; head: DirectoryHead | undefined },
): TreeInspection {
  const scope: Scope = { kind: 'tree', bucket: bucket.name, prefix: root };
  const times = { now: instance.clock.now(), clockMarginMs: instance.settings.clockMarginMs };
  const policyIn = (part: NameRange): FreshnessPolicy => ({
    ...policyOf(bucket, item, scope, times),
    lifeMs: bucket.tree?.lifeMs ?? 0,
    floorAt: floorOverlapping(item.floors, root, part),
  });
  const chunks = read.chunks.chunks
    .filter((chunk) => intersection(chunk, range))
    .map((chunk) => inspectChunk(instance, scope, { chunk, policy: policyIn(chunk) }));
  const { records, knownThrough } = read.records;
  const marks = markTimes(records);
  const digests = read.digests.chunks
    .filter((chunk) => intersection(chunk, range))
    .flatMap((chunk) => partsOf(instance, scope, chunk))
    .flatMap((of) => {
      // Only what is below the directory is judged, as usage does.
      const used = intersection(of.part, range);
      if (!used) return [];
      const shown = inspectDigest(of, { used, policy: policyIn(used), marks });
      return [{ shown, isUsable: shown.state === 'valid' && compareEnds(knownThrough, used.through) >= 0 }];
    })
    .sort((a, b) => comparePositions(a.shown.after, b.shown.after));
  return {
    root,
    watchedUntil: head?.treesWatchedUntil?.get(root) ?? 0,
    chunks: chunks.map(({ shown }) => withoutBorders(shown, range)),
    digests: digests.slice(0, MAX_CHUNKS).map(({ shown }) => withoutBorders(shown, range)),
    records: records.map(inspectRecord),
    coverage: coverageOf(
      chunks.flatMap(({ page }) => page ?? []),
      range,
    ),
    usageCoverage: usageCoverageOf(
      digests.flatMap(({ shown, isUsable }) => (isUsable ? shown : [])),
      range,
    ),
    truncated:
      isCut(read.chunks, range) ||
      isCut(read.digests, range) ||
      digests.length > MAX_CHUNKS ||
      knownThrough !== END,
  };
}

/**
 * The borders of the directory are replaced by START and END, because the names of borders have only an internal
 * meaning.
 */
function withoutBorders<T extends NameRange>(part: T, { after, through }: NameRange): T {
  return {
    ...part,
    after: part.after === after ? START : part.after,
    through: part.through === through ? END : part.through,
  };
}

/** True if more chunks follow in the range. */
function isCut({ chunks, more }: ChunkPage, range: NameRange): boolean {
  const last = chunks.at(-1);
  return more && last !== undefined && compareEnds(last.through, range.through) < 0;
}

interface StoredPart {
  chunk: Chunk;
  /** Without rows if the item cannot be decoded. */
  part: NameRange & { rows?: DigestPart['rows'] };
  /** The part's share of the stored bytes. */
  storedBytes: number;
}

function partsOf({ telemetry }: Instance, scope: Scope, chunk: Chunk): StoredPart[] {
  const decoded = decodeDigest(telemetry, { ...scope, kind: 'digests' }, chunk);
  const parts: readonly StoredPart['part'][] = decoded ?? [{ after: chunk.after, through: chunk.through }];
  const storedBytes = Math.ceil(chunk.body.length / parts.length);
  return parts.map((part) => ({ chunk, part, storedBytes }));
}

function inspectDigest(
  { chunk, part: { after, through, rows }, storedBytes }: StoredPart,
  of: { used: NameRange; policy: FreshnessPolicy; marks: readonly MarkTime[] },
): InspectedDigest {
  const { observedAt, endsAt } = chunk;
  const verdict = judge(chunk, of.policy);
  const marked = verdict === 'usable' && isMarked(of.marks, of.used, observedAt);
  return {
    after,
    through,
    directories: rows?.length ?? 0,
    objects: rows?.reduce((sum, { usage }) => sum + usage.objects, 0) ?? 0,
    observedAt,
    endsAt,
    sizeBytes: rows?.reduce((sum, { usage }) => sum + usage.sizeBytes, 0) ?? chunk.sizeBytes,
    storedBytes,
    state: rows === undefined ? 'undecodable' : marked ? 'marked' : STATES[verdict],
  };
}

function usageCoverageOf(usable: readonly InspectedDigest[], range: NameRange): Coverage {
  const { use, gaps } = planUsage(range, usable);
  if (gaps.length === 0) return 'complete';
  return use.length > 0 ? 'partial' : 'none';
}
