/** The content of the index in the wire format of the inspect answer. */
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { END, START } from '../core/model/range.ts';
import type { InspectedChunk, Inspection } from '../core/questions/inspect.ts';
import { ageSeconds } from './freshness-headers.ts';
import { wireTime, wireTimeIf } from './wire-time.ts';

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
    marks: records
      .filter((it) => it.appearedAt !== undefined || it.vanishedAt !== undefined)
      .map((it) => ({
        name: it.name,
        appearedAt: wireTimeIf(it.appearedAt),
        vanishedAt: wireTimeIf(it.vanishedAt),
      })),
    records: records.flatMap(({ name, observation: it }) =>
      it ? [{ name, says: it.says, ...encodeObserved(it, now) }] : [],
    ),
  };
}

function encodeHead(head: NonNullable<Inspection['head']>, now: number): Of<'head'> {
  return {
    // In the model 0 means never. On the wire such a time is absent.
    watchedUntil: wireTimeIf(head.watchedUntil || undefined),
    misses: head.misses,
    // A lease that has ended is left in the item.
    leaseUntil: wireTimeIf(head.leaseUntil > now ? head.leaseUntil : undefined),
  };
}

function encodeChunk(chunk: InspectedChunk, now: number): Of<'chunks'>[number] {
  return {
    after: chunk.after === START ? undefined : chunk.after,
    through: chunk.through === END ? undefined : chunk.through,
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
