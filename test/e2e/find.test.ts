/**
 * Sorting and filtering against the disk: a tree that was imported, and a directory with more names than one LIST answers, by a reference that
 * reads the disk itself and shares no code with the service. `FIND_TREE=/usr/share FIND_FLAT=100000 FIND_QUESTIONS=500 FIND_PAGES=2` is the large run.
 */
import { mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Prng } from '../simulation/prng.ts';
import { asOnDisk, listingsOnDisk } from '../support/disk-listing.ts';
import { found, type ListedEntry } from '../support/find-reference.ts';
import { drawWanted, findAll } from '../support/find-view.ts';
import type { EntryView } from '../support/index-view.ts';
import { listFromS3 } from '../support/s3-view.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

const TREE = process.env.FIND_TREE ?? join(ROOT, 'node_modules/aws-cdk-lib');
const FLAT_OBJECTS = Number(process.env.FIND_FLAT ?? 2_500);
const QUESTIONS = Number(process.env.FIND_QUESTIONS ?? 50);
const SEED = Number(process.env.FIND_SEED ?? Math.floor(Math.random() * 2 ** 30));
const LIMITS = [1000, 7, 1];
/** Pages of one question: more of seven or of one tell nothing new. */
const MAX_PAGES = Number(process.env.FIND_PAGES ?? 8);

/** The large run takes minutes, and any on a busy machine. */
jest.setTimeout(3_600_000);

let stack: RunningStack;
let flat: string;
const buckets = new Map<string, Map<string, EntryView[]>>();

/** Few sizes and times, so that many are equal. */
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
  console.info(`FIND_SEED=${SEED}`);
  flat = mkdtempSync(join(tmpdir(), 's3dex-find-'));
  writeFlat();
  stack = await startStack(['--import', `${TREE}=tree`, '--import', `${flat}=flat`]);
  buckets.set('tree', listingsOnDisk(TREE));
  buckets.set('flat', listingsOnDisk(flat));
});
afterAll(async () => {
  await stack?.stop();
  rmSync(flat, { recursive: true, force: true });
});

const withClass = (entries: readonly EntryView[]): ListedEntry[] =>
  entries.map((entry) => (entry.type === 'object' ? { ...entry, storageClass: 'STANDARD' } : entry));
/** Of what the service answers, what the disk knows. */
const plain = (entries: EntryView[]) => withClass(asOnDisk(entries));

describe('random sorts and filters', () => {
  test.each(['tree', 'flat'])('equal what the disk says, cold and warm: %s', async (bucket) => {
    const prng = new Prng(SEED, bucket);
    const listings = [...buckets.get(bucket)!].filter(([, entries]) => entries.length > 0);
    const larger = listings.filter(([, entries]) => entries.length > 20);
    let matched = 0;
    let pages = 0;
    for (let question = 0; question < QUESTIONS; question += 1) {
      const [prefix, entries] = prng.pick(prng.chance(0.7) ? larger : listings);
      const wanted = drawWanted(prng, entries);
      const limit = prng.pick(LIMITS);
      const expected = found(withClass(entries), wanted);
      for (const pass of ['first', 'again']) {
        const view = await findAll(stack, { bucket, prefix }, wanted, { limit, maxPages: MAX_PAGES });
        const due = view.ended ? expected : expected.slice(0, view.entries.length);
        expect({ pass, prefix, wanted, limit, entries: plain(view.entries) }).toEqual({
          pass,
          prefix,
          wanted,
          limit,
          entries: due,
        });
        pages += view.pages;
      }
      matched += expected.length;
    }
    console.info(`${bucket}: ${QUESTIONS} questions, ${matched} entries due, ${pages} pages`);
    expect(matched).toBeGreaterThan(QUESTIONS / 2);
  });

  test.each(['name', '-name', 'lastModified', '-lastModified', 'size', '-size'])(
    'all of the flat directory by %s',
    async (sort) => {
      const expected = found(withClass(buckets.get('flat')!.get('')!), { sort });
      const view = await findAll(
        stack,
        { bucket: 'flat', prefix: '' },
        { sort },
        { limit: 1000, maxPages: MAX_PAGES },
      );
      expect(plain(view.entries)).toEqual(view.ended ? expected : expected.slice(0, view.entries.length));
    },
  );
});

describe('with writes between the pages', () => {
  test.each(['-lastModified', '-size', 'lastModified', '-name'])(
    'by %s, what does not change is there once, and afterwards all is as S3 has it',
    async (sort) => {
      const prng = new Prng(SEED, sort);
      const Bucket = 'flat';
      const before = await listFromS3(stack.s3, Bucket, '');
      const changed = new Set<string>();
      const write = async () => {
        const Key = prng.chance(0.5) ? prng.pick(before).key : `new-${prng.int(0, 1_000)}`;
        changed.add(Key);
        if (prng.chance(0.3)) await stack.s3.send(new DeleteObjectCommand({ Bucket, Key }));
        else await stack.s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x'.repeat(prng.int(0, 2_000)) }));
      };
      const place = { bucket: Bucket, prefix: '' };
      const limit = Math.ceil(before.length / 20);
      const view = await findAll(stack, place, { sort }, { limit: Math.min(1000, limit), between: write });
      const seen = view.entries.map(({ key }) => key).filter((key) => !changed.has(key));
      expect(seen).toEqual(
        found(before, { sort })
          .map(({ key }) => key)
          .filter((key) => !changed.has(key)),
      );

      await stack.settle();
      const after = await findAll(stack, place, { sort }, { limit: 1000 });
      expect(after.entries).toEqual(found(await listFromS3(stack.s3, Bucket, ''), { sort }));
    },
  );
});
