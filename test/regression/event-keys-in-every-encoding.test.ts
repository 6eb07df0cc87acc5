/**
 * Keys were decoded according to the sender's name: form-encoded for `aws:s3`, raw for `ceph:s3`. But gateways and
 * emulators call themselves `aws:s3` and send raw keys (`a+b.txt`, `100%25.txt`). So their events marked another
 * key, and the index kept answering with outdated data.
 */
import { describe, expect, test } from '@jest/globals';
import { ancestorPlaces, placeOfKey } from '../../lambdas/core/model/names.ts';
import { KEY_ENCODINGS, type KeyEncoding, SENDER_NAMES } from '../support/key-encodings.ts';
import { BUCKET, World } from '../support/world.ts';

const KEYS = [
  'a+b.txt',
  '100%25.txt',
  'C++%20primer.pdf',
  'C++ primer.pdf',
  '100%+sure',
  'a%2Fb',
  'd/a+b/c d.txt',
  'd+e/%2B/é 😀.txt',
  "it's (here)!*~",
  '%',
  '%zz+',
  '+',
];
/** Keys that a wrong decoding would mark instead. */
const NEIGHBOURS = ['a b.txt', '100%.txt', 'C   primer.pdf', 'd/x', 'z'];

const notification = (sender: string | undefined, key: string, eventName: string) =>
  JSON.stringify({
    Records: [
      {
        eventSource: sender,
        eventName,
        s3: { bucket: { name: BUCKET }, object: { key } },
      },
    ],
  });

const bridged = (key: string, type: string) =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': type,
    detail: { bucket: { name: BUCKET }, object: { key } },
  });

/** Overwrites, removes and creates the key, sends an event for each, and compares every directory above it with S3. */
async function checkEvents(key: string, tell: (kind: 'created' | 'removed') => string): Promise<void> {
  const world = new World();
  for (const one of [...NEIGHBOURS, key]) world.put(one);
  const { prefix } = placeOfKey(key);
  const directories = [prefix, ...ancestorPlaces(prefix).map((place) => place.prefix)];
  const shown = async () => {
    const names: [string, number | undefined][] = [];
    for (const directory of directories) {
      for (const entry of (await world.list(directory)).entries)
        names.push([directory + entry.name, entry.type === 'object' ? entry.sizeBytes : undefined]);
    }
    return names.filter(([name]) => key.startsWith(name));
  };
  const parents = directories
    .filter((directory) => directory !== '')
    .map((directory) => [directory, undefined]);
  const sorted = (entries: unknown[][]) =>
    entries.toSorted((a, b) => String(a[0]).length - String(b[0]).length);

  expect(sorted(await shown())).toEqual(sorted([...parents, [key, 1]]));
  world.put(key, 2);
  await world.deliver(tell('created'));
  expect(sorted(await shown())).toEqual(sorted([...parents, [key, 2]]));
  world.remove(key);
  await world.deliver(tell('removed'));
  const left = NEIGHBOURS.filter((one) => key.startsWith('d/') && one.startsWith('d/')).length > 0;
  expect(sorted(await shown())).toEqual(left ? [['d/', undefined]] : []);
  world.put(key, 3);
  await world.deliver(tell('created'));
  expect(sorted(await shown())).toEqual(sorted([...parents, [key, 3]]));
}

const encodings = Object.keys(KEY_ENCODINGS) as KeyEncoding[];

describe.each(SENDER_NAMES)('an event of %s', (sender) => {
  test.each(encodings)('whose key is written %s', async (encoding) => {
    for (const key of KEYS) {
      const written = KEY_ENCODINGS[encoding](key);
      await checkEvents(key, (kind) =>
        notification(sender, written, kind === 'created' ? 'ObjectCreated:Put' : 'ObjectRemoved:Delete'),
      );
    }
  });
});

test.each(encodings)('an EventBridge event whose key is written %s', async (encoding) => {
  for (const key of KEYS) {
    const written = KEY_ENCODINGS[encoding](key);
    await checkEvents(key, (kind) =>
      bridged(written, kind === 'created' ? 'Object Created' : 'Object Deleted'),
    );
  }
});
