/**
 * Records: the marks and at most one observation of a name. One conditional update merges each part by its maximum.
 * So writes give the same result in any order, can be repeated, and never overwrite the other part:
 *
 *     marks         appearedAt and vanishedAt are only raised
 *     observation   replaced as a whole by a later one
 *     expiresAt     only raised: the item is kept for the part that is needed longest (I6)
 *
 * A write that would lower the stored expiry is refused, and then repeated with the stored expiry.
 */

import { contains, END, endsAfter, isWithin } from '../../core/model/range.ts';
import type { Marks, StoredRecord } from '../../core/model/record.ts';
import { type IndexTable, IndexUnavailable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { readCount, readText, required, Unreadable } from './attributes.ts';
import { MAX_WRITE_RACES } from './bounds.ts';
import { expirySeconds } from './expiry.ts';
import { failClosed, orAbsent } from './fail-closed.ts';
import { type Item, recordKey } from './keys.ts';
import { parseObservation } from './observation.ts';
import { rangeInput, writeMarksInput, writeObservationInput } from './record-inputs.ts';
import { RECORD, SORT_KEY, TTL_ATTRIBUTE } from './schema.ts';
import type { Sender } from './send.ts';
import { positionOf } from './sort-key.ts';

/** @throws Unreadable when a mark is invalid, because an invalid mark must not count as absent. */
export function parseMarks(item: Item): Marks {
  const appearedAt = readCount(item, RECORD.appearedAt);
  const vanishedAt = readCount(item, RECORD.vanishedAt);
  return { appearedAt, vanishedAt };
}

const later = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

type Reads = Pick<IndexTable, 'readRecord' | 'readRecords'>;
type Writes = Pick<IndexTable, 'writeObservation' | 'writeMarks'>;

export function recordOperations(sender: Sender, telemetry: Telemetry): Reads & Writes {
  return { ...recordReads(sender, telemetry), ...recordWrites(sender, telemetry) };
}

const marksOf = (telemetry: Telemetry, item: Item) => failClosed(telemetry, () => parseMarks(item));

function recordReads(sender: Sender, telemetry: Telemetry): Reads {
  function recordOf(item: Item, name: string): StoredRecord {
    const observation = orAbsent(telemetry, () => parseObservation(item, name));
    return { name, marks: marksOf(telemetry, item), observation };
  }

  /** Returns `undefined` for a sort key that represents no name: then the item is not a record. */
  function nameOf(item: Item): string | undefined {
    return orAbsent(telemetry, () => {
      const position = positionOf(required(readText(item, SORT_KEY), SORT_KEY));
      if (typeof position !== 'string') throw new Unreadable('this version writes no such sort key');
      return position;
    });
  }

  return {
    async readRecord(scope, name) {
      const item = await sender.get(recordKey(scope, name));
      return item && recordOf(item, name);
    },

    async readRecords(scope, range) {
      const { after, through, limit } = range;
      if (!endsAfter(through, after)) return { records: [], knownThrough: END };
      // One more than requested, because the result may include the lower end itself.
      const { items, more } = await sender.query(rangeInput(scope, range), limit + 1);
      const named = items.flatMap((item) => {
        const name = nameOf(item);
        return name === undefined ? [] : [{ name, item }];
      });
      const inRange = named.filter(({ name }) => contains(range, name));
      const records = inRange.slice(0, limit).map(({ name, item }) => recordOf(item, name));
      const end = named.at(-1)?.name;
      if (records.length < inRange.length) return { records, knownThrough: records.at(-1)!.name };
      // The query stopped inside the range: nothing is known after the last item read.
      if (!more || (end !== undefined && !isWithin(end, through))) return { records, knownThrough: END };
      if (end === undefined) throw new IndexUnavailable('no record of a whole page can be parsed');
      return { records, knownThrough: end };
    },
  };
}

function recordWrites(sender: Sender, telemetry: Telemetry): Writes {
  const expiryOf = (item: Item) => orAbsent(telemetry, () => readCount(item, TTL_ATTRIBUTE)) ?? 0;

  return {
    async writeObservation(scope, name, observation, latestAt) {
      let expiresAt = expirySeconds(observation.watchedUntil);
      for (let race = 0; race < MAX_WRITE_RACES; race++) {
        const written = await sender.update(
          writeObservationInput(scope, name, observation, { expiresAt, latestAt }),
        );
        if (written.outcome === 'written') return;
        const standing = written.standing ?? {};
        const observedAt = orAbsent(telemetry, () => readCount(standing, RECORD.observedAt));
        if (observedAt !== undefined && observedAt >= observation.observedAt && observedAt <= latestAt)
          return;
        expiresAt = Math.max(expiresAt, expiryOf(standing));
      }
      throw new IndexUnavailable('a record changed too often to write an observation');
    },

    async writeMarks(scope, name, marks, keepUntil) {
      let wanted = { ...marks, expiresAt: expirySeconds(keepUntil) };
      for (let race = 0; race < MAX_WRITE_RACES; race++) {
        const written = await sender.update(writeMarksInput(scope, name, wanted, wanted.expiresAt));
        if (written.outcome === 'written') return;
        const standing = {
          ...marksOf(telemetry, written.standing ?? {}),
          expiresAt: expiryOf(written.standing ?? {}),
        };
        if (covers(standing, wanted)) return;
        wanted = {
          ...(marks.appearedAt === undefined
            ? {}
            : { appearedAt: later(marks.appearedAt, standing.appearedAt) }),
          ...(marks.vanishedAt === undefined
            ? {}
            : { vanishedAt: later(marks.vanishedAt, standing.vanishedAt) }),
          expiresAt: Math.max(wanted.expiresAt, standing.expiresAt),
        };
      }
      throw new IndexUnavailable('a record changed too often to write a mark');
    },
  };
}

type Kept = Marks & { expiresAt: number };

const reaches = (standing: number | undefined, wanted: number | undefined) =>
  wanted === undefined || (standing !== undefined && standing >= wanted);

function covers(standing: Kept, wanted: Kept): boolean {
  return (
    reaches(standing.appearedAt, wanted.appearedAt) &&
    reaches(standing.vanishedAt, wanted.vanishedAt) &&
    reaches(standing.expiresAt, wanted.expiresAt)
  );
}
