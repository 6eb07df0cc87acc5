/**
 * Breaks of I3, I9 and the rules for events: which clock counts, in which order events apply, and what an event
 * proves.
 */
import { decodeChunkBody } from '../../../lambdas/core/codec/chunk-codec.ts';
import type { ObjectEntry } from '../../../lambdas/core/model/entry.ts';
import { isDirectoryName, placeOfKey } from '../../../lambdas/core/model/names.ts';
import type { Marks } from '../../../lambdas/core/model/record.ts';
import type { Break, Inside } from '../break.ts';
import { LAST_REMOVALS, RACES, races } from '../focus.ts';
import { byBytes } from '../s3-history.ts';

const LONG_MS = 3_600_000;

/** Is the name in some current chunk of the directory? */
function isListed({ items }: Inside, bucket: string, prefix: string, name: string): boolean {
  for (const states of items.chunkStates(prefix).values()) {
    const chunk = states.at(-1);
    if (chunk && decodeChunkBody({ bucket, prefix }, chunk)?.some((entry) => entry.name === name))
      return true;
  }
  return false;
}

/** The object as the event describes it: without a storage class, and with the event's time as lastModified. */
function bodyOf({ s3, eventAtMs }: Inside, key: string): ObjectEntry | undefined {
  const object = s3.now(key);
  if (!object) return undefined;
  const { sizeBytes, etag } = object.entry;
  return {
    type: 'object',
    name: placeOfKey(key).name,
    sizeBytes,
    lastModifiedMs: eventAtMs,
    etag,
  };
}

export const EVENT_BREAKS: Break[] = [
  {
    name: 'marked-with-the-events-time',
    rule: 'I3',
    story: 'the mark carries the time at which the event happened',
    focus: races({ slowCall: 0.3 }, { keys: ['a', 'b'], askedAnew: 0.6, clients: 5 }),
    applier: (applier, inside) => ({ apply: (changes) => applier.apply(changes, inside.eventAtMs) }),
  },
  {
    name: 'no-clock-margin',
    rule: 'I3',
    story: 'all clocks show the same time',
    focus: races({}, { clockMarginMs: 20, keys: ['a', 'b'], askedAnew: 0.6, clients: 5 }),
    clockMarginMs: 0,
  },
  {
    name: 'vanished-at-arrival',
    rule: 'events',
    story: 'vanishedAt of a directory is the time when the event arrived, not the time after the check of S3',
    // Three objects: a directory that is known to be gone is answered without a LIST, so with two objects the race is
    // rare.
    focus: { ...LAST_REMOVALS, workload: { ...LAST_REMOVALS.workload, keys: ['b/c', 'b/d', 'b/e'] } },
    table: (table, inside) => ({
      writeMarks: (directory, name, marks, keepUntil) => {
        const early: Marks =
          isDirectoryName(name) && marks.vanishedAt !== undefined
            ? { ...marks, vanishedAt: inside.receivedAtMs }
            : marks;
        return table.writeMarks(directory, name, early, keepUntil);
      },
    }),
  },
  {
    name: 'vanished-without-margin',
    rule: 'events',
    story: 'vanishedAt of a directory needs no clock margin: the same clock timed the check of S3',
    focus: { ...LAST_REMOVALS, workload: { ...LAST_REMOVALS.workload, clockMarginMs: 200, readers: 3 } },
    table: (table, { role, marginMs }) => ({
      writeMarks: (directory, name, marks, keepUntil) => {
        const isOfLook = role === 'invalidator' && isDirectoryName(name) && marks.appearedAt === undefined;
        const vanishedAt = (marks.vanishedAt ?? 0) - marginMs;
        return table.writeMarks(directory, name, isOfLook ? { vanishedAt } : marks, keepUntil);
      },
    }),
  },
  {
    name: 'create-skips-listed-directories',
    rule: 'events',
    story: 'when a page already shows a directory, a create below it does not mark the directory',
    focus: LAST_REMOVALS,
    table: (table, inside) => ({
      writeMarks: async (directory, name, marks, keepUntil) => {
        const onlyAppeared = marks.vanishedAt === undefined && isDirectoryName(name);
        if (onlyAppeared && isListed(inside, directory.bucket, directory.prefix, name)) return;
        await table.writeMarks(directory, name, marks, keepUntil);
      },
    }),
  },
  {
    name: 'look-before-mark',
    rule: 'events',
    story:
      'a removal first checks what is left (without what it removed itself) and writes its marks afterwards',
    focus: LAST_REMOVALS,
    table: (table, inside) => {
      if (inside.role === 'reader') return {};
      const own = new Map<string, Marks>();
      return {
        writeMarks: async (directory, name, marks, keepUntil) => {
          if (isDirectoryName(name)) return table.writeMarks(directory, name, marks, keepUntil);
          own.set(directory.prefix + name, marks);
          inside.later.push(() => table.writeMarks(directory, name, marks, keepUntil));
        },
        readRecords: async (directory, range) => {
          const page = await table.readRecords(directory, range);
          const seen = new Set(page.records.map(({ name }) => name));
          const records = page.records.map((record) => ({
            ...record,
            marks: { ...record.marks, ...own.get(directory.prefix + record.name) },
          }));
          for (const [key, marks] of own) {
            const { prefix, name } = placeOfKey(key);
            if (prefix === directory.prefix && !seen.has(name)) records.push({ name, marks });
          }
          records.sort((a, b) => byBytes(a.name, b.name));
          return { ...page, records };
        },
      };
    },
    applier: (applier, inside) => ({
      apply: async (changes, receivedAt) => {
        const results = await applier.apply(changes, receivedAt);
        const put = await Promise.allSettled(inside.later.splice(0).map((work) => work()));
        const failed = put.find((result) => result.status === 'rejected');
        return failed ? changes.map(() => failed) : results;
      },
    }),
  },
  {
    name: 'failed-marks-forgotten',
    rule: 'events',
    story: 'when a mark could not be written, the failure is logged and the event counts as processed',
    focus: races({ indexFailsBefore: 0.15 }),
    table: (table) => ({
      writeMarks: (directory, name, marks, keepUntil) =>
        table.writeMarks(directory, name, marks, keepUntil).catch(() => {}),
    }),
  },
  {
    name: 'event-body-is-truth',
    rule: 'I9',
    story: 'the event contains size and ETag, so no HEAD is needed',
    focus: RACES,
    applier: (applier, inside) => ({
      apply: async (changes, receivedAt) => {
        const results = await applier.apply(changes, receivedAt);
        for (const change of changes) {
          if (change.kind === 'subscribed') continue;
          const { bucket, keys } = change;
          const { prefix, name } = placeOfKey(keys[0]!);
          const entry = bodyOf(inside, keys[0]!);
          const observedAt = inside.instance.now();
          const epoch = inside.items.bucket.epoch ?? '';
          const until = { endsAt: observedAt + LONG_MS, watchedUntil: observedAt + LONG_MS };
          if (entry) {
            const found = { says: 'object' as const, entry, detail: {} };
            await inside.table
              .writeObservation({ bucket, prefix }, name, { found, observedAt, epoch, ...until }, observedAt)
              .catch(() => {});
          }
        }
        return results;
      },
    }),
  },
];
