/** What every index table must do with records: marks and observations. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  END,
  EVERYTHING,
  type NameRange,
  type Position,
  type RangeEnd,
  START,
} from '../../../lambdas/core/model/range.ts';
import type { Marks, Observation } from '../../../lambdas/core/model/record.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';
import { byNames, chunk, fullFound, HARD_NAMES, observation } from './samples.ts';
import { HOUR_MS, LATEST, NOW, type UnderTest } from './under-test.ts';

export function recordsSuite({ engine, fresh, runs, ...under }: UnderTest): void {
  let table: IndexTable;
  beforeAll(() => {
    table = under.table();
  });

  describe(`records on ${engine}`, () => {
    test('an observation is read back as it was written, whatever its content', async () => {
      const directory = fresh();
      for (const found of [fullFound('n'), { says: 'directory' }, { says: 'absent' }] as const) {
        for (const name of ['n', '', '\x02']) {
          const named = found.says === 'object' ? { ...found, entry: { ...found.entry, name } } : found;
          const observedAt = 1_000 + ['object', 'directory', 'absent'].indexOf(found.says);
          const written = observation({ found: named, observedAt });
          await table.writeObservation(directory, name, written, LATEST);
          expect(await table.readRecord(directory, name)).toEqual({ name, marks: {}, observation: written });
        }
      }
    });

    test('an object with almost no fields is read back as it was written', async () => {
      const directory = fresh();
      const found = {
        says: 'object',
        entry: { type: 'object', name: 'n', sizeBytes: 0 },
        detail: {},
      } as const;
      await table.writeObservation(directory, 'n', observation({ found }), LATEST);
      expect(await table.readRecord(directory, 'n')).toEqual({
        name: 'n',
        marks: {},
        observation: observation({ found }),
      });
    });

    test('marks are raised independently of each other and of the observation', async () => {
      const directory = fresh();
      const read = async () => (await table.readRecord(directory, 'n'))!;
      expect(await table.readRecord(directory, 'n')).toBeUndefined();
      await table.writeMarks(directory, 'n', { appearedAt: 10 }, NOW);
      expect(await read()).toEqual({ name: 'n', marks: { appearedAt: 10 } });
      await table.writeObservation(directory, 'n', observation(), LATEST);
      await table.writeMarks(directory, 'n', { appearedAt: 5, vanishedAt: 7 }, NOW);
      expect(await read()).toEqual({
        name: 'n',
        marks: { appearedAt: 10, vanishedAt: 7 },
        observation: observation(),
      });
      await table.writeMarks(directory, 'n', { vanishedAt: 20 }, NOW - HOUR_MS);
      await table.writeMarks(directory, 'n', { appearedAt: 30, vanishedAt: 15 }, NOW + HOUR_MS);
      const later = observation({ observedAt: 1_001, watchedUntil: NOW + 9 * HOUR_MS });
      await table.writeObservation(directory, 'n', later, LATEST);
      expect(await read()).toEqual({
        name: 'n',
        marks: { appearedAt: 30, vanishedAt: 20 },
        observation: later,
      });
    });

    test('an observation of the same or an older time does not replace the one stored', async () => {
      const directory = fresh();
      const standing = observation({ observedAt: 1_500 });
      await table.writeObservation(directory, 'n', standing, LATEST);
      await table.writeObservation(
        directory,
        'n',
        observation({ observedAt: 1_400, watchedUntil: NOW }),
        LATEST,
      );
      await table.writeObservation(
        directory,
        'n',
        observation({ observedAt: 1_500, found: { says: 'directory' } }),
        LATEST,
      );
      expect(await table.readRecord(directory, 'n')).toEqual({ name: 'n', marks: {}, observation: standing });
    });

    test('the same writes in any order, with any repetitions, give the same record', async () => {
      const markOf = fc.record(
        { appearedAt: fc.integer({ min: 1, max: 9 }), vanishedAt: fc.integer({ min: 1, max: 9 }) },
        { requiredKeys: [] },
      );
      const write = fc.oneof(
        fc.record({
          marks: markOf,
          keepUntil: fc.integer({ min: 0, max: 4 }).map((hours) => hours * HOUR_MS),
        }),
        fc.record({
          observedAt: fc.integer({ min: 1, max: 9 }),
          life: fc.integer({ min: 0, max: 4 }).map((hours) => hours * HOUR_MS),
        }),
      );
      const observed = (observedAt: number, life: number): Observation => ({
        // An instance makes only one observation at a time, so equal times mean the same observation.
        ...observation({ observedAt, endsAt: observedAt + life, watchedUntil: observedAt + life }),
        epoch: `${observedAt}`,
      });
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(write, {
            minLength: 1,
            maxLength: 6,
            selector: (w) => ('marks' in w ? w : w.observedAt),
          }),
          fc.infiniteStream(fc.nat()),
          fc.boolean(),
          async (writes, random, atOnce) => {
            const directory = fresh();
            const apply = (name: string, w: (typeof writes)[number]) =>
              'marks' in w
                ? table.writeMarks(directory, name, w.marks, w.keepUntil)
                : table.writeObservation(directory, name, observed(w.observedAt, w.life), LATEST);
            for (const w of writes) await apply('in order', w);
            const shuffled = [...writes, ...writes]
              .map((w) => ({ w, rank: random.next().value }))
              .sort((a, b) => a.rank - b.rank)
              .map(({ w }) => w);
            if (atOnce) await Promise.all(shuffled.map((w) => apply('shuffled', w)));
            else for (const w of shuffled) await apply('shuffled', w);
            const first = (await table.readRecord(directory, 'in order'))!;
            expect(await table.readRecord(directory, 'shuffled')).toEqual({ ...first, name: 'shuffled' });
            const highest = (field: keyof Marks) =>
              writes.reduce((max, w) => Math.max(max, ('marks' in w ? w.marks[field] : undefined) ?? 0), 0) ||
              undefined;
            expect(first.marks.appearedAt).toBe(highest('appearedAt'));
            expect(first.marks.vanishedAt).toBe(highest('vanishedAt'));
            const latest = Math.max(0, ...writes.map((w) => ('marks' in w ? 0 : w.observedAt)));
            expect(first.observation?.observedAt ?? 0).toBe(latest);
          },
        ),
        { numRuns: runs },
      );
    });

    test('a range is read in order, between its ends, and a cut answer says how far it was read', async () => {
      const directory = fresh();
      const names = byNames(HARD_NAMES);
      await Promise.all(names.map((name) => table.writeMarks(directory, name, { appearedAt: 1 }, NOW)));
      const read = (range: Partial<NameRange>, limit = 100) =>
        table.readRecords(directory, { ...EVERYTHING, ...range, limit });
      expect(await read({})).toEqual({
        records: names.map((name) => ({ name, marks: { appearedAt: 1 } })),
        knownThrough: END,
      });
      for (const after of [START, ...names] as Position[]) {
        for (const through of [END, ...names] as RangeEnd[]) {
          const expected = names.filter(
            (name) =>
              (after === START || compareNames(name, after) > 0) &&
              (through === END || compareNames(name, through) <= 0),
          );
          const got = await read({ after, through });
          expect(got.records.map(({ name }) => name)).toEqual(expected);
          expect(got.knownThrough).toBe(END);
        }
      }
      const cut = await read({ after: names[2]! }, 4);
      expect(cut.records.map(({ name }) => name)).toEqual(names.slice(3, 7));
      expect(cut.knownThrough).toBe(names[6]);
      expect((await read({}, names.length + 1)).knownThrough).toBe(END);
    });

    test('a range may end at names that no record can have', async () => {
      const directory = fresh();
      const unheld = `\x01${'x'.repeat(1023)}`;
      expect(table.canHold(unheld)).toBe(false);
      const names = byNames(['', '\x01', '\x01y', '\x02', 'a']);
      await Promise.all(names.map((name) => table.writeMarks(directory, name, { appearedAt: 1 }, NOW)));
      const read = async (range: Partial<NameRange>) =>
        (await table.readRecords(directory, { ...EVERYTHING, ...range, limit: 100 })).records.map(
          ({ name }) => name,
        );
      expect(await read({ after: unheld })).toEqual(['\x01y', '\x02', 'a']);
      expect(await read({ through: unheld })).toEqual(['', '\x01']);
      expect(await read({ after: unheld, through: unheld })).toEqual([]);
      expect(await table.readChunks(directory, { from: unheld, limit: 5 })).toMatchObject({ chunks: [] });
    });

    test('the longest valid names can be stored', async () => {
      const directory = fresh(`${'d'.repeat(1023)}/`);
      const name = 'é'.repeat(512);
      expect(table.canHold(name)).toBe(true);
      expect(table.canHold(`${name}x`)).toBe(false);
      expect(table.canHold('\ud800')).toBe(false);
      await table.writeMarks(directory, name, { vanishedAt: 3 }, NOW);
      await table.writeChunk(directory, chunk({ after: name }), LATEST);
      expect(await table.readRecord(directory, name)).toEqual({ name, marks: { vanishedAt: 3 } });
      expect((await table.readChunks(directory, { from: name, limit: 2 })).chunks).toEqual([
        chunk({ after: name }),
      ]);
    });
  });
}
