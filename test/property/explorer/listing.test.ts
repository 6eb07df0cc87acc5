/**
 * A directory changes while it is read and refreshed, in any order and with late answers. After the last change and a
 * complete refresh, the page must show exactly the directory's content.
 */
import { expect, test } from '@jest/globals';
import type { EntryJson } from '../../../contract/answers/entry.ts';
import type { ListAnswer } from '../../../contract/answers/list.ts';
import { Listing, type Stretch } from '../../../explorer/model/listing.ts';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';

const RUNS = 400;
/** Small bounds instead of pages of 1,000, so that a few names fill several pages. */
const BOUNDS = { pageEntries: 5, roomEntries: 2 };
const MAX_TURNS = 60;

/** A server of one directory; its cursors are positions. */
class Server {
  readonly names = new Map<string, number>();
  #version = 0;

  put(name: string): void {
    this.names.set(name, ++this.#version);
  }

  answer(cursor: string | undefined, limit: number): Pick<ListAnswer, 'entries' | 'nextCursor'> {
    const after = this.entries().filter(({ name }) => cursor === undefined || compareNames(name, cursor) > 0);
    const entries = after.slice(0, limit);
    const last = entries.at(-1)?.name;
    return { entries, ...(after.length > entries.length && last !== undefined && { nextCursor: last }) };
  }

  entries(): EntryJson[] {
    return [...this.names]
      .sort(([a], [b]) => compareNames(a, b))
      .map(([name, version]) => ({ type: 'object', name, key: name, size: version }));
  }
}

const anyName = fc.stringMatching(/^[a-f]{1,2}$/);
const anyStep = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), name: anyName }),
  fc.record({ kind: fc.constant('remove' as const), name: anyName }),
  fc.record({ kind: fc.constant('read' as const), late: fc.boolean() }),
  fc.record({ kind: fc.constant('revise' as const), which: fc.nat(40), late: fc.boolean() }),
);
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never;

function play(server: Server, listing: Listing, steps: readonly Step[]): void {
  let late: (() => void)[] = [];
  for (const step of steps) {
    if (step.kind === 'put') server.put(step.name);
    else if (step.kind === 'remove') server.names.delete(step.name);
    else {
      const take = step.kind === 'read' ? reading(server, listing) : revising(server, listing, step.which);
      if (step.late) late.push(take);
      else {
        take();
        for (const one of late) one();
        late = [];
      }
    }
  }
  for (const one of late) one();
}

/** Sends a request now. The returned function processes the answer. */
function reading(server: Server, listing: Listing): () => void {
  const from = listing.next;
  if (from === undefined) return () => {};
  const answer = server.answer(from === 'start' ? undefined : from.cursor, BOUNDS.pageEntries);
  return () => void listing.append(from, answer);
}

function revising(server: Server, listing: Listing, which: number): () => void {
  const stretch: Stretch | undefined = listing.stretches[which % Math.max(1, listing.stretches.length)];
  if (stretch === undefined) return () => {};
  const answer = server.answer(stretch.cursor, stretch.limit);
  return () => void listing.revise(stretch, answer);
}

/** Reads to the end, then refreshes everything until nothing changes any more. */
function rest(server: Server, listing: Listing): void {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    while (listing.next !== undefined) reading(server, listing)();
    const before = JSON.stringify([listing.entries, listing.stretches]);
    for (const stretch of listing.stretches) {
      listing.revise(stretch, server.answer(stretch.cursor, stretch.limit));
    }
    if (before === JSON.stringify([listing.entries, listing.stretches])) return;
  }
  throw new Error('the page never stopped changing');
}

test('a directory that has stopped changing is shown as it is, whatever happened before', () => {
  fc.assert(
    fc.property(
      fc.array(anyName, { maxLength: 40 }),
      fc.array(anyStep, { maxLength: 60 }),
      (names, steps) => {
        const server = new Server();
        for (const name of names) server.put(name);
        const listing = new Listing(BOUNDS);
        play(server, listing, steps);
        rest(server, listing);
        expect(listing.entries).toEqual(server.entries());
        const { stretches } = listing;
        expect(stretches[0]?.after).toBeUndefined();
        expect(stretches.at(-1)?.through).toBeUndefined();
      },
    ),
    { numRuns: RUNS },
  );
});
