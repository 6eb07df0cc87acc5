/** `s3dex verify`: what it compares, what it costs, what it repairs. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { verifyTree } from '../../../../cli/verify/verify-tree.ts';
import { createClient } from '../../../../contract/client.ts';
import { VerifyWorld } from '../../../support/verify-world.ts';
import { BUCKET, ORDINARY } from '../../../support/world.ts';

let service: VerifyWorld;
beforeEach(async () => {
  service = new VerifyWorld();
  await service.settle();
});

const CACHED = { ...ORDINARY, onlyIfCached: true };

describe('compares everything that a LIST says', () => {
  test.each([
    ['time', { lastModifiedMs: 5_000 }, 'modified 1970-01-01T00:00:05Z'],
    ['storage class', { lastModifiedMs: 1_000, storageClass: 'GLACIER' }, 'GLACIER'],
    ['ETag', { lastModifiedMs: 1_000, etag: '"2"' }, 'ETag "2"'],
  ])('another %s', async (_, change, says) => {
    const { world } = service;
    world.s3.put(BUCKET, 'd/a', { lastModifiedMs: 1_000 });
    await world.list('d/');
    world.s3.put(BUCKET, 'd/a', change);
    const { code, result } = await service.verify('s3://photos/d/');
    expect(code).toBe(1);
    expect(result.differences).toMatchObject([{ key: 'd/a', s3: expect.stringContaining(says) }]);
  });

  test('but not what a HEAD says in another way', async () => {
    const { world } = service;
    world.s3.put(BUCKET, 'd/a', { lastModifiedMs: 1_000, storageClass: undefined });
    await world.list('d/');
    world.s3.put(BUCKET, 'd/a', { lastModifiedMs: 1_500, storageClass: 'STANDARD' });
    expect(await service.verify('s3://photos/d/')).toMatchObject({ code: 0, keys: [] });
  });
});

describe('a difference', () => {
  const options = (wait: () => Promise<void>) => ({
    client: createClient({ endpoint: 'http://index.example', fetch: service.fetch, heldAnswers: 0 }),
    ...{ bucket: 'photos', prefix: 'd/', recursive: false, signal: new AbortController().signal },
    ...{ wait, onProgress: () => {}, onDifferences: async () => {} },
  });

  test('whose event arrives while it is checked is dropped', async () => {
    const { world } = service;
    world.put('d/a');
    await world.list('d/');
    world.put('d/a', 2);
    const wait = async () => void (await world.apply([{ key: 'd/a', kind: 'created' }]));
    expect(await verifyTree(options(wait))).toMatchObject({ differences: [], changing: 0, complete: true });
  });

  test('of a name whose events do arrive is not reported, but counted', async () => {
    const { world } = service;
    world.put('d/a');
    await world.list('d/');
    world.put('d/a', 2);
    let size = 3;
    const wait = async () => {
      // A reader sees every version a moment later than S3 has it.
      await world.apply([{ key: 'd/a', kind: 'created' }]);
      await world.stat('d/a');
      world.put('d/a', size++);
    };
    expect(await verifyTree(options(wait))).toMatchObject({ differences: [], changing: 1 });
  });

  test('that a later read of S3 could not confirm makes the result incomplete', async () => {
    const { world } = service;
    world.put('d/a');
    await world.list('d/');
    world.put('d/a', 2);
    const wait = async () => {
      service.refuse = () => Response.json({ code: 'upstream-denied', status: 502 }, { status: 502 });
    };
    expect(await verifyTree(options(wait))).toMatchObject({
      differences: [],
      unconfirmed: 1,
      complete: false,
      failures: [{ prefix: 'd/' }],
    });
  });
});

test('says that differences are no fault without events', async () => {
  service = new VerifyWorld({ bucket: { events: 'none' } });
  const { err, result } = await service.verify('s3://photos/d/');
  expect(result).toMatchObject({ events: 'none' });
  expect(err).toContain('has no events');
});

test('asks S3 once for every 1,000 names, and sends only reads', async () => {
  const { world } = service;
  for (let at = 0; at < 2_500; at++) world.put(`d/${String(at).padStart(4, '0')}`);
  for (const name of ['x', 'y/z']) world.put(`cold/${name}`);
  await world.list('d/');
  expect(await world.callsOf(() => service.verify('s3://photos/d/'))).toEqual({ list: 3, head: 0 });
  expect(await world.callsOf(() => service.verify('-r', 's3://photos/cold/'))).toEqual({ list: 2, head: 0 });
  expect(service.asked.filter((request) => !request.startsWith('GET'))).toEqual([]);
});

test('repairs many directories without voiding the others', async () => {
  const { world } = service;
  const names = Array.from({ length: 150 }, (_, at) => `n${at}/`);
  for (const name of ['kept/', ...names]) world.put(`d/${name}x`);
  for (const name of ['', 'kept/', ...names]) await world.list(`d/${name}`);
  for (const name of names) world.remove(`d/${name}x`);
  const { result } = await service.verify('--repair', 's3://photos/d/');
  expect(result).toMatchObject({ repaired: true, complete: true });
  expect(result.differences).toHaveLength(150);
  expect((await world.list('d/kept/', { freshness: CACHED })).names).toEqual(['x']);
  expect((await world.list('d/n7/')).names).toEqual([]);
  expect((await world.list('d/')).names).toEqual(['kept/']);
});

test('does not ask the parent about a directory that its listing has just named', async () => {
  const { world } = service;
  world.put('d/a/x');
  await world.list('d/');
  service.asked.length = 0;
  await service.verify('-r', 's3://photos/d/');
  expect(service.asked.filter((request) => request.includes('prefix=d%2Fa&'))).toEqual([]);
});

test('needs no answer about the parent, which the caller may not read', async () => {
  service = new VerifyWorld({ bucket: { prefixes: ['d/'] } });
  expect(await service.verify('s3://photos/d/')).toMatchObject({
    code: 0,
    result: { notHeld: 1, complete: true },
  });
});

test('a refusal of the first request ends it', async () => {
  const { code, out, err } = await service.run('verify', 's3://other-bucket/');
  expect({ code, out }).toEqual({ code: 3, out: '' });
  expect(err).toContain('Served: photos');
});

test('a service that does not answer at all is reported as by other commands', async () => {
  service.refuse = () => {
    throw new TypeError('fetch failed');
  };
  const { code, out, err } = await service.run('verify', 's3://photos/d/');
  expect({ code, out }).toEqual({ code: 4, out: '' });
  expect(err).toContain('Check --endpoint');
});

test('stops when the service does not answer any more', async () => {
  const { world } = service;
  for (let at = 0; at < 20; at++) world.put(`d/n${at}/x`);
  service.refuse = ({ url }) =>
    /^d\/n\d+\/$/.test(url.searchParams.get('prefix') ?? '')
      ? Response.json({ code: 'unavailable', status: 503, detail: 'no' }, { status: 503 })
      : undefined;
  const { code, result } = await service.verify('-r', 's3://photos/d/');
  expect(code).toBe(4);
  expect(result.failures).toHaveLength(5);
  expect(result.notReached).toBe(15);
});

test('prints what it has when it is interrupted', async () => {
  const { world } = service;
  world.put('d/a/x');
  await world.list('d/');
  const controller = new AbortController();
  service.refuse = ({ url }) => {
    if (url.searchParams.get('prefix') === 'd/a/') controller.abort(new Error('interrupted'));
    return undefined;
  };
  const { code, out } = await service.runUntil(controller.signal, '--json', 'verify', '-r', 's3://photos/d/');
  expect(code).toBe(130);
  expect(JSON.parse(out)).toMatchObject({ directories: 1, complete: false, failures: [] });
});

test('finds keys of the greatest length, and names that begin alike', async () => {
  const { world } = service;
  const long = `d/${'n'.repeat(1_021)}`;
  for (const key of ['d/x', 'd/x.y', 'd/x/1', 'd/x0', `${long}/`, 'd//1', 'd/v']) world.put(key);
  await world.list('d/');
  // Each name is read alone, because the ones beside it are void.
  for (const key of ['d/x', 'd/x.y', 'd/x0']) await world.apply([{ key, kind: 'created' }]);
  world.remove('d/x/1');
  world.remove('d//1');
  expect((await service.verify('s3://photos/d/')).keys).toEqual(['d//', 'd/x/']);
});
