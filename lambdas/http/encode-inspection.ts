/** The content of the index in the wire format of the inspect answer. */
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { END, type NameRange, START } from '../core/model/range.ts';
import type {
  InspectedChunk,
  InspectedRecord,
  Inspection,
  TreeInspection,
} from '../core/questions/inspect.ts';
import { ageSeconds } from './freshness-headers.ts';
import { wireTime, wireTimeIf } from './wire-format.ts';

type Of<K extends keyof InspectAnswer> = NonNullable<InspectAnswer[K]>;

export function encodeInspection(
  place: { bucket: string; prefix: string },
  inspection: Inspection,
  now: number,
): InspectAnswer {
  const { head, floorAt, chunks, records } = inspection;
  return {
    ...place,
    coverage: inspection.coverage,
    truncated: inspection.truncated,
    voidNames: inspection.voidNames,
    head: head && encodeHead(head, now),
    floorAt: wireTimeIf(floorAt),
    chunks: chunks.map((chunk) => encodeChunk(chunk, now)),
    marks: encodeMarks(records),
    records: records.flatMap(({ name, observation: it }) =>
      it ? [{ name, says: it.says, ...encodeObserved(it, now) }] : [],
    ),
    tree: inspection.tree && encodeTree(inspection.tree, now),
  };
}

function encodeTree(tree: TreeInspection, now: number): Of<'tree'> {
  return {
    root: tree.root,
    watchedUntil: wireTimeIf(tree.watchedUntil || undefined),
    coverage: tree.coverage,
    usageCoverage: tree.usageCoverage,
    truncated: tree.truncated,
    chunks: tree.chunks.map((chunk) => encodeChunk(chunk, now)),
    digests: tree.digests.map((digest) => ({
      ...encodeRange(digest),
      directories: digest.directories,
      objects: digest.objects,
      ...encodeObserved(digest, now),
      size: digest.sizeBytes,
      bytes: digest.storedBytes,
      state: digest.state,
    })),
    marks: encodeMarks(tree.records),
  };
}

function encodeMarks(records: readonly InspectedRecord[]): Of<'marks'> {
  return records
    .filter((it) => it.appearedAt !== undefined || it.vanishedAt !== undefined)
    .map((it) => ({
      name: it.name,
      appearedAt: wireTimeIf(it.appearedAt),
      vanishedAt: wireTimeIf(it.vanishedAt),
    }));
}

function encodeRange({ after, through }: NameRange): { after?: string; through?: string } {
  return {
    after: after === START ? undefined : after,
    through: through === END ? undefined : through,
  };
}

function encodeHead(head: NonNullable<Inspection['head']>, now: number): Of<'head'> {
  return {
    // In the model, 0 means "never". On the wire, the field is absent in that case.
    watchedUntil: wireTimeIf(head.watchedUntil || undefined),
    misses: head.misses,
    // A lease that has ended stays in the item, but is not shown.
    leaseUntil: wireTimeIf(head.leaseUntil > now ? head.leaseUntil : undefined),
  };
}

function encodeChunk(chunk: InspectedChunk, now: number): Of<'chunks'>[number] {
  return {
    ...encodeRange(chunk),
    entries: chunk.entries,
    ...encodeObserved(chunk, now),
    size: chunk.sizeBytes,
    bytes: chunk.storedBytes,
    state: chunk.state,
  };
}

function encodeObserved(it: { observedAt: number; endsAt: number }, now: number) {
  return {
    observedAt: wireTime(it.observedAt),
    ageSeconds: ageSeconds(it.observedAt, now),
    endsAt: wireTime(it.endsAt),
  };
}
