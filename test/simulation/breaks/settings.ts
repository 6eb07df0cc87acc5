/** Breaks of the rules for settings, clocks and operators: deploys, margins, floors, emptying the table. */

import { END } from '../../../lambdas/core/model/range.ts';
import type { Break } from '../break.ts';
import { DEPLOYS, races } from '../focus.ts';
import { FAILING_WRITE } from '../table.ts';
import { resealed } from './watching.ts';

export const SETTINGS_BREAKS: Break[] = [
  {
    name: 'head-overruled-by-settings',
    rule: 'settings',
    story: 'an event needs no mark when these settings say that its bucket has no events or is not served',
    focus: DEPLOYS,
    applier: (applier, { version }) => ({
      apply: (changes, receivedAt) =>
        version.isServed && version.bucket.events !== 'none'
          ? applier.apply(changes, receivedAt)
          : Promise.resolve(changes.map(() => ({ status: 'fulfilled', value: 'unwatched' }))),
    }),
  },
  {
    name: 'test-event-ignored',
    rule: 'settings',
    story: 'a test event reports no change',
    focus: DEPLOYS,
    applier: (applier) => ({
      apply: async (changes, receivedAt) => {
        const told = changes.filter(({ kind }) => kind !== 'subscribed');
        const results = told.length > 0 ? await applier.apply(told, receivedAt) : [];
        return changes.map((change) =>
          change.kind === 'subscribed'
            ? { status: 'fulfilled', value: 'unwatched' }
            : results[told.indexOf(change)]!,
        );
      },
    }),
  },
  {
    name: 'epoch-whatever-the-feed',
    rule: 'settings',
    story: 'the epoch does not depend on how the index learns of changes',
    // The index holds observations from before there were events. Without test events, only the epoch makes them
    // void.
    focus: {
      faults: { ...DEPLOYS.faults, eventLost: 0.3 },
      workload: { ...DEPLOYS.workload, events: 'none', keys: ['a', 'b/c'], questionsPerClient: 24, trees: 0 },
    },
    table: (table) => ({
      readBucket: async (bucket) => {
        const item = await table.readBucket(bucket);
        if (!item) return item;
        const { feed: _, ...rest } = item;
        return rest;
      },
      proposeEpoch: async (bucket, proposed) => {
        const item = await table.readBucket(bucket);
        return item ? { outcome: 'begun', item } : table.proposeEpoch(bucket, proposed);
      },
    }),
  },
  {
    name: 'epoch-begun-in-one-write',
    rule: 'I8',
    story: 'one conditional write is enough to begin an epoch',
    // Writes arrive twice, and the table is emptied in between.
    focus: races(
      { tableWiped: 0.12, writeTwice: 0.95, slowCall: 0.3, eventLost: 0, eventDelayed: 0 },
      {
        ...{ chaosMs: 150, neighboured: false, readers: 2, clients: 5, questionsPerClient: 20 },
        ...{ keys: ['a', 'b'], writes: 60, lists: 0.9, askedAnew: 0 },
      },
    ),
    table: (_, { instance, items }) => ({
      proposeEpoch: (bucket, { proposal: epoch, feed }) => {
        const since = instance.now();
        const begin = () => {
          if (items.bucket.feed !== feed) items.bucket = { ...items.bucket, epoch, feed, since };
          return { outcome: 'begun', item: { ...items.bucket, epoch: items.bucket.epoch! } } as const;
        };
        return instance.call('proposeEpoch', { bucket, epoch, feed }, begin, FAILING_WRITE);
      },
    }),
  },
  {
    name: 'epoch-read-at-write',
    rule: 'I8',
    story: 'an observation carries the epoch that is current when it is written',
    focus: races({ tableWiped: 0.3, slowCall: 0.5 }, { chaosMs: 2_500, clients: 4, writes: 40 }),
    table: (table, { items }) => ({
      writeChunk: (directory, chunk, latestAt) => {
        const epoch = items.bucket.epoch ?? chunk.epoch;
        return table.writeChunk(directory, resealed(directory, chunk, { epoch }), latestAt);
      },
      writeObservation: (directory, name, observation, latestAt) => {
        const epoch = items.bucket.epoch ?? observation.epoch;
        return table.writeObservation(directory, name, { ...observation, epoch }, latestAt);
      },
    }),
  },
  {
    name: 'emptied-without-a-lock',
    rule: 'I8',
    story: 'the table is emptied item by item while readers still use what is left',
    focus: races(
      { emptied: 0.8 },
      { chaosMs: 8_000, requestBudgetMs: 400, questionsPerClient: 40, writes: 60 },
    ),
    emptiesUnlocked: true,
  },
  {
    name: 'floors-pruned-early',
    rule: 'I6',
    story: 'an older floor can be pruned as soon as a newer one is raised',
    focus: races(
      { eventLost: 0.9 },
      {
        ...{ invalidations: 0.3, chaosMs: 2_500, clients: 3, questionsPerClient: 12, readers: 3 },
        ...{ keys: ['a', 'b/c', 'd/e'], writes: 60, removals: 0.2, lists: 0.9, askedAnew: 0 },
      },
    ),
    table: (table) => ({
      raiseFloor: (bucket, prefix, at) => table.raiseFloor(bucket, prefix, at, at),
    }),
  },
  {
    name: 'invalidation-without-margin',
    rule: 'I3',
    story: 'an invalidation voids everything up to its own time, by its own clock and without a margin',
    focus: races(
      { eventLost: 0.9 },
      {
        ...{ invalidations: 0.4, chaosMs: 2_500, clockMarginMs: 200, clients: 2, questionsPerClient: 12 },
        ...{ readers: 4, keys: ['a', 'b'], writes: 60, removals: 0.2, lists: 0.9, askedAnew: 0 },
      },
    ),
    table: (table, { role, marginMs }) =>
      role === 'invalidator'
        ? {}
        : {
            raiseFloor: (bucket, prefix, at, pruneBefore) =>
              table.raiseFloor(bucket, prefix, at - marginMs, pruneBefore),
            writeMarks: (directory, name, { appearedAt, vanishedAt }, keepUntil) =>
              table.writeMarks(
                directory,
                name,
                {
                  ...(appearedAt !== undefined && { appearedAt: appearedAt - marginMs }),
                  ...(vanishedAt !== undefined && { vanishedAt: vanishedAt - marginMs }),
                },
                keepUntil,
              ),
          },
  },
  {
    name: 'wrong-clocks-trusted',
    rule: 'I3',
    story: 'every clock is right within the margin',
    focus: races({ clockWrong: 0.5 }, { keys: ['a', 'b'], readers: 3, clients: 5 }),
    trustsClocks: true,
  },
  {
    name: 'look-without-the-rest',
    rule: 'events',
    story: 'one read of records gives all the marks that a removal needs to check what is left',
    focus: races(
      { shortPage: 0.4, eventDelayed: 0, eventLost: 0 },
      { keys: ['b/c', 'b/d', 'b/e', 'b/f'], filled: 1, inConcert: true, writes: 20, lists: 0.9 },
    ),
    table: (table, { role }) =>
      role === 'reader'
        ? {}
        : {
            readRecords: async (directory, range) => {
              const { records } = await table.readRecords(directory, range);
              return { records, knownThrough: END };
            },
          },
  },
  {
    name: 'unsorted',
    rule: 'd',
    story: 'the order of UTF-16 units is the order of names',
    focus: races({}, { keys: ['\u{1f600}', '\uff5e', 'a'], filled: 1, lists: 1, holdsAllNames: true }),
    store: (store) => ({
      list: async (request) => {
        const answer = await store.list(request);
        if (answer.outcome !== 'listed') return answer;
        return { ...answer, entries: answer.entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
      },
    }),
  },
];
