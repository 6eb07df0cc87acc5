/**
 * Breaks that change the core's source text: what an instance remembers, what it confirms, and what questions share.
 */
import type { Break } from '../break.ts';
import { RACES, races } from '../focus.ts';

/** Two buckets with the same keys, which clients ask about at the same time. */
const NEIGHBOURS = { neighboured: true, concurrent: true, readers: 2, clients: 6, questionsPerClient: 12 };

export const INSIDE_BREAKS: Break[] = [
  {
    name: 'flights-without-the-bucket',
    rule: 'buckets',
    story: 'a LIST in flight is identified by its prefix and its start',
    focus: races({ slowCall: 0.3 }, { ...NEIGHBOURS, readers: 1, keys: ['a/b', 'a/c', 'd'], lists: 1 }),
    source: [
      {
        file: 'origin/fill-once.ts',
        from: 'JSON.stringify([at.id, ',
        to: 'JSON.stringify([at.scope.kind, at.scope.prefix, at.below, ',
      },
    ],
  },
  {
    name: 'bucket-item-shared',
    rule: 'buckets',
    story: 'an instance remembers the bucket item that it read last, whichever bucket it belongs to',
    focus: races({ eventLost: 0.3 }, { ...NEIGHBOURS, invalidations: 0.12, chaosMs: 2_500 }),
    source: [
      {
        file: 'request/bucket-items.ts',
        from: 'const last = remembered.get(bucket.name)',
        to: "const last = remembered.get('')",
      },
      { file: 'request/bucket-items.ts', from: 'remembered.set(bucket.name,', to: "remembered.set(''," },
    ],
  },
  {
    name: 'emptiness-not-confirmed',
    rule: 'f',
    story: 'a directory is empty when each of its names is known to be gone',
    focus: races(
      { eventDelayed: 0.6, tornList: 0, shortList: 0, eventMisread: 0 },
      { relayed: true, keys: ['d/v1', 'd/v2', 'd/v3'], filled: 0.7, writes: 30, lists: 0.9, askedAnew: 0.1 },
    ),
    source: [{ file: 'answers/emptiness.ts', from: 'evidence.observations > 1', to: 'false' }],
  },
  {
    name: 'counted-whatever-was-recorded',
    rule: 'I4',
    story: 'the sums in the item of a chunk are those of its entries, so its records need not be read',
    focus: races(
      { shortList: 0.9, eventDelayed: 0 },
      { keys: ['d/a', 'd/b', 'd/c', 'd/e', 'd/f', 'd/g'], filled: 0.9, writes: 40, lists: 0.3, askedAnew: 0 },
    ),
    source: [
      {
        file: 'model/count-page.ts',
        from: '  if (records.some(({ name }) => contains(page, name))) return undefined;\n',
        to: '',
      },
    ],
  },
  {
    name: 'clock-set-back',
    rule: 'I4',
    story:
      'clocks only go forward: a remembered item is fresh for a second, and all instances know a floor after a second',
    // With one client, the invalidation itself reads the bucket's item, on an instance that was idle before.
    focus: races(
      { clockStep: 0.9, eventLost: 0.9 },
      {
        ...{ invalidations: 0.4, chaosMs: 4_000, clockMarginMs: 200, clients: 1, questionsPerClient: 16 },
        ...{ readers: 4, keys: ['a', 'b'], writes: 60, removals: 0.2, lists: 0.9, askedAnew: 0 },
      },
    ),
    source: [
      { file: 'request/bucket-items.ts', from: 'now >= last.readAt && ', to: '' },
      {
        file: 'model/bucket-item.ts',
        from: 'FLOOR_CACHE_MS + clockMarginMs + TIMER_SLACK_MS',
        to: 'FLOOR_CACHE_MS',
      },
    ],
  },
  {
    name: 'older-chunks-left',
    rule: 'latest',
    story: 'a page replaces only the chunks that were read for its question',
    focus: {
      ...RACES,
      faults: { ...RACES.faults, shortList: 0.6, oldItemRead: 0 },
      workload: { ...RACES.workload, lists: 0.9, filled: 1 },
    },
    source: [
      {
        file: 'origin/older-chunks.ts',
        from: 'if (knownIn && includes(knownIn, page)) return',
        to: 'return',
      },
    ],
  },
];
