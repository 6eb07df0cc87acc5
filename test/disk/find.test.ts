/**
 * Sorting and filtering compared with the disk, for an imported tree and a directory with more names than one LIST
 * returns. The expected answers come from a reference that reads the disk itself and shares no code with the service.
 * The large run: `FIND_TREE=/usr/share FIND_FLAT=100000 FIND_QUESTIONS=500 FIND_PAGES=2`.
 */
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Prng } from '../simulation/prng.ts';
import { asOnDisk, listingsOnDisk } from '../support/disk-listing.ts';
import { found, type ListedEntry, type Wanted } from '../support/find-reference.ts';
import { drawWanted, findAll } from '../support/find-view.ts';
import { HeldInS3 } from '../support/held-in-s3.ts';
import type { EntryView } from '../support/index-view.ts';
import { listFromS3 } from '../support/s3-view.ts';
import { RUN_SEED } from '../support/seed.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

const TREE = process.env.FIND_TREE ?? join(ROOT, 'node_modules/@aws-sdk/client-s3');
const FLAT_OBJECTS = Number(process.env.FIND_FLAT ?? 1_200);
const QUESTIONS = Number(process.env.FIND_QUESTIONS ?? 12);
const SEED = Number(process.env.FIND_SEED ?? RUN_SEED);
const LIMITS = [1000, 7, 1];
/** Maximum number of pages read for one question: further small pages would test nothing new. */
const MAX_PAGES = Number(process.env.FIND_PAGES ?? 4);
/**
 * `COLD_SHARE`: the share of questions before which the directory is invalidated. `WRITE_SHARE`: the share before
 * which an object is written.
 */
const COLD_SHARE = 0.06;
const WRITE_SHARE = 0.25;
/**
 * The number of random questions with writes between their pages, in addition to one for each sort that is read
 * completely.
 */
const DISTURBED_QUESTIONS = Math.ceil(QUESTIONS / 50);
/** The number of pages that are read for such a question. */
const DISTURBED_PAGES = 12;

/** The large run takes minutes, as may any run on a busy machine. */
jest.setTimeout(3_600_000);

let stack: RunningStack;
let flat: string;
let held: HeldInS3;
let tree: Map<string, EntryView[]>;

/** Uses few sizes and times, so that many are equal. */
function writeFlat(): void {
  const prng = new Prng(SEED, 'flat');
  for (let index = 0; index < FLAT_OBJECTS; index += 1) {
    const file = join(
      flat,
      `${prng.pick(['IMG_', 'img-', 'é', '\u{1f600}', 'report '])}${index}.${prng.pick(['jpg', 'png', 'txt'])}`,
    );
    writeFileSync(file, '');
    truncateSync(file, prng.pick([0, 1, 1_024, 50_000, 2 ** 20]));
    const seconds = 1_700_000_000 + prng.int(0, 500) * 60;
    utimesSync(file, seconds, seconds);
  }
}

beforeAll(async () => {
  flat = mkdtempSync(join(tmpdir(), 's3dex-find-'));
  writeFlat();
  stack = await startStack(['--import', `${TREE}=tree`, '--import', `${flat}=flat`]);
  tree = listingsOnDisk(TREE);
  held = new HeldInS3(stack.s3, 'flat', listingsOnDisk(flat).get('')!);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(flat, { recursive: true, force: true });
});

const withClass = (entries: readonly EntryView[]): ListedEntry[] =>
  entries.map((entry) => (entry.type === 'object' ? { ...entry, storageClass: 'STANDARD' } : entry));
/** The entries as they are on the disk. */
const plain = (entries: EntryView[]) => withClass(asOnDisk(entries));

interface Place {
  bucket: string;
  prefix: string;
}

async function forget({ bucket, prefix }: Place): Promise<void> {
  const body = JSON.stringify({ prefixes: [prefix] });
  await stack.api(`/v1/buckets/${bucket}/invalidations`, { method: 'POST', body });
}

/** Only the large run prints its figures. */
function note(line: string): void {
  if (process.env.FIND_QUESTIONS !== undefined) console.info(line);
}

/**
 * Asks twice and compares both answers with the reference. @returns the numbers of expected entries and of pages read
 */
async function agree(place: Place, entries: EntryView[], wanted: Wanted, limit: number) {
  const expected = found(plain(entries), wanted);
  let pages = 0;
  for (const pass of ['first', 'again']) {
    const view = await findAll(stack, place, wanted, { limit, maxPages: MAX_PAGES });
    const due = view.ended ? expected : expected.slice(0, view.entries.length);
    const asked = { FIND_SEED: SEED, pass, ...place, wanted, limit };
    expect({ ...asked, entries: plain(view.entries) }).toEqual({ ...asked, entries: due });
    pages += view.pages;
  }
  return { matched: expected.length, pages };
}

describe('random sorts and filters give the same as the disk: cold, warm and after writes', () => {
  test('in the directories of a tree', async () => {
    const prng = new Prng(SEED, 'tree');
    const listings = [...tree].filter(([, entries]) => entries.length > 0);
    const larger = listings.filter(([, entries]) => entries.length > 20);
    let [matched, pages] = [0, 0];
    for (let question = 0; question < QUESTIONS; question += 1) {
      const [prefix, entries] = prng.pick(prng.chance(0.7) ? larger : listings);
      const place = { bucket: 'tree', prefix };
      if (prng.chance(COLD_SHARE)) await forget(place);
      const came = await agree(place, entries, drawWanted(prng, entries), prng.pick(LIMITS));
      matched += came.matched;
      pages += came.pages;
    }
    note(`tree: ${QUESTIONS} requests, ${matched} entries expected, ${pages} pages`);
    expect(matched).toBeGreaterThan(QUESTIONS / 2);
  });

  test('in a flat directory that changes between the questions', async () => {
    const prng = new Prng(SEED, 'flat');
    const place = { bucket: 'flat', prefix: '' };
    let [matched, pages, writes, cold] = [0, 0, 0, 0];
    for (let question = 0; question < QUESTIONS; question += 1) {
      if (prng.chance(WRITE_SHARE)) {
        await held.write(prng);
        await stack.settle();
        writes += 1;
      }
      if (prng.chance(COLD_SHARE)) {
        await forget(place);
        cold += 1;
      }
      const { entries } = held;
      const came = await agree(place, entries, drawWanted(prng, entries), prng.pick(LIMITS));
      matched += came.matched;
      pages += came.pages;
    }
    note(
      `flat: ${QUESTIONS} requests, ${matched} entries expected, ${pages} pages, ${writes} writes, ${cold} times cold`,
    );
    expect(matched).toBeGreaterThan(QUESTIONS / 2);
  });

  test.each(['name', '-name', 'lastModified', '-lastModified', 'size', '-size'])(
    'all of the flat directory by %s',
    async (sort) => {
      await agree({ bucket: 'flat', prefix: '' }, held.entries, { sort }, 1000);
    },
  );
});

describe('with writes between the pages', () => {
  const place = { bucket: 'flat', prefix: '' };

  /** Unchanged entries appear exactly once. When the events are processed, the answer equals the reference. */
  async function disturb(
    prng: Prng,
    wanted: Wanted,
    how: { limit: number; maxPages?: number },
  ): Promise<void> {
    const before = held.entries;
    const changed = new Set<string>();
    const between = async () => void changed.add(await held.write(prng));
    const view = await findAll(stack, place, wanted, { ...how, between });
    const unchanged = <E extends { name: string }>(entries: E[]) =>
      entries.map(({ name }) => name).filter((name) => !changed.has(name));
    const names = unchanged(view.entries);
    const due = unchanged(found(plain(before), wanted));
    expect({ wanted, names }).toEqual({ wanted, names: view.ended ? due : due.slice(0, names.length) });
    await stack.settle();
    await agree(place, held.entries, wanted, 1000);
  }

  test.each(['-lastModified', '-size', 'lastModified', '-name'])('by %s', async (sort) => {
    const prng = new Prng(SEED, sort);
    await disturb(prng, { sort }, { limit: Math.min(1000, Math.ceil(held.entries.length / 12)) });
    for (let question = 0; question < DISTURBED_QUESTIONS; question += 1) {
      // Directories have neither time nor size, so the service refuses the type `directory` with these sorts. There
      // are none here.
      const { type: _type, ...drawn } = drawWanted(prng, held.entries);
      const wanted = { ...drawn, sort };
      const count = found(plain(held.entries), wanted).length;
      const limit = Math.min(1000, Math.max(1, Math.ceil(count / 5)));
      await disturb(prng, wanted, { limit, maxPages: DISTURBED_PAGES });
    }
  });

  test("the test's reference equals S3's listing", async () => {
    const listed = await listFromS3(stack.s3, 'flat', '');
    expect(plain(listed)).toEqual(found(plain(held.entries), {}));
  });
});
