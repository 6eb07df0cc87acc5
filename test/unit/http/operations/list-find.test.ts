/** Sort and filters of the list operation: how they are parsed, what is refused, and what the answer says. */
import { describe, expect, test } from '@jest/globals';
import { listAnswer } from '../../../../contract/answers/list.ts';
import { problem } from '../../../../contract/answers/problem.ts';
import { SORTS } from '../../../../contract/sorts.ts';
import type { FindQuestion } from '../../../../lambdas/core/questions/find.ts';
import { formatCursor } from '../../../../lambdas/http/cursor.ts';
import { formatSortCursor, parseSortCursor } from '../../../../lambdas/http/sort-cursor.ts';
import { DEMO, failed, HIT, NEUTRAL, NOW, problemOf, service } from '../fixture.ts';

const PATH = '/v1/buckets/demo/entries';
const DAY_MS = 86_400_000;

async function asked(query: string): Promise<FindQuestion> {
  const { send, asked } = service();
  const response = await send({ path: PATH, query });
  if (response.statusCode !== 200) throw new Error(response.body);
  expect(asked).toEqual([{ operation: 'find', question: expect.anything() }]);
  return asked[0]!.question as FindQuestion;
}

describe('sort and filters', () => {
  test('ask the reader to find', async () => {
    expect(await asked('prefix=photos/c&sort=-size&limit=7&partial=true')).toEqual({
      bucket: DEMO,
      directory: 'photos/',
      filter: 'c',
      selection: {},
      order: { by: 'size', descending: true },
      limit: 7,
      partial: true,
      freshness: NEUTRAL,
    });
  });

  test.each([
    ['sort=name', 'list'],
    ['sort=name&partial=false', 'list'],
    ['sort=-name', 'find'],
    ['type=object', 'find'],
  ])('%s is answered by %s', async (query, operation) => {
    const { send, asked } = service();
    expect((await send({ path: PATH, query })).statusCode).toBe(200);
    expect(asked.map((it) => it.operation)).toEqual([operation]);
  });

  test.each<[string, FindQuestion['selection']]>([
    ['minSize=0', { minSizeBytes: 0 }],
    ['minSize=50k&maxSize=1G', { minSizeBytes: 51_200, maxSizeBytes: 2 ** 30 }],
    ['maxSize=3M', { maxSizeBytes: 3 * 2 ** 20 }],
    ['maxSize=2t', { maxSizeBytes: 2 ** 41 }],
    ['modifiedAfter=7d', { modifiedAfterMs: NOW - 7 * DAY_MS }],
    ['modifiedAfter=36h', { modifiedAfterMs: NOW - 36 * 3_600_000 }],
    ['modifiedBefore=1w1d1h1m1s', { modifiedBeforeMs: NOW - 8 * DAY_MS - 3_661_000 }],
    ['modifiedBefore=2026-11-22T09:30:00Z', { modifiedBeforeMs: NOW }],
    ['modifiedBefore=2026-11-22T10:30:00.250%2B01:00', { modifiedBeforeMs: NOW + 250 }],
    ['modifiedBefore=2026-11-22t09:30:00z', { modifiedBeforeMs: NOW }],
    ['modifiedBefore=2028-02-29T00:00:00-23:59', { modifiedBeforeMs: Date.UTC(2028, 1, 29, 23, 59) }],
    ['type=directory', { type: 'directory' }],
    ['storageClass=GLACIER_IR', { storageClass: 'GLACIER_IR' }],
    ['contains=%EF%BC%A3at', { contains: 'Ｃat' }],
  ])('%s', async (query, selection) => {
    expect((await asked(query)).selection).toEqual(selection);
  });

  test('a filtered listing starts after a key, whose name in the directory is the position', async () => {
    expect((await asked('prefix=p/&startAfter=p/b&type=object')).after).toEqual({ name: 'b' });
    expect((await asked('prefix=p/&startAfter=a&sort=name&type=object')).after).toBeUndefined();
  });

  test('a glob comes compiled', async () => {
    const { selection } = await asked('glob=IMG_*.%7Bjpg,png%7D');
    expect(selection.pattern!.head).toBe('IMG_');
    expect(selection.pattern!.matches({ type: 'object', name: 'IMG_1.png' })).toBe(true);
    expect(selection.pattern!.matches({ type: 'object', name: 'IMG_1.gif' })).toBe(false);
  });

  test.each([
    ['sort=date', 'sort'],
    ['sort=', 'sort'],
    ['sort=Size', 'sort'],
    ['sort=%2Bsize', 'sort'],
    ['glob=', 'glob'],
    ['glob=%5Ba', 'glob'],
    ['glob=%7Ba', 'glob'],
    [`glob=${'a'.repeat(1025)}`, 'glob'],
    ['contains=', 'contains'],
    [`contains=${'a'.repeat(1025)}`, 'contains'],
    ['minSize=', 'minSize'],
    ['minSize=-1', 'minSize'],
    ['minSize=1.5k', 'minSize'],
    ['minSize=1kb', 'minSize'],
    ['minSize=9999999999p', 'minSize'],
    ['maxSize=many', 'maxSize'],
    ['modifiedAfter=', 'modifiedAfter'],
    ['modifiedAfter=yesterday', 'modifiedAfter'],
    ['modifiedAfter=7', 'modifiedAfter'],
    ['modifiedAfter=7y', 'modifiedAfter'],
    ['modifiedAfter=1h1d', 'modifiedAfter'],
    ['modifiedAfter=-7d', 'modifiedAfter'],
    ['modifiedBefore=2026-11-22', 'modifiedBefore'],
    ['modifiedBefore=2026-11-22T09:30Z', 'modifiedBefore'],
    ['modifiedBefore=2026-11-22T09:30:00', 'modifiedBefore'],
    ['modifiedBefore=2026-02-30T09:30:00Z', 'modifiedBefore'],
    ['modifiedBefore=2026-02-29T09:30:00Z', 'modifiedBefore'],
    ['modifiedBefore=2026-13-01T09:30:00Z', 'modifiedBefore'],
    ['modifiedBefore=2026-11-22T24:00:00Z', 'modifiedBefore'],
    ['modifiedBefore=2026-11-22 09:30:00Z', 'modifiedBefore'],
    ['type=file', 'type'],
    ['storageClass=standard', 'storageClass'],
    ['storageClass=', 'storageClass'],
    ['partial=yes&sort=size', 'partial'],
    ['partial=true', 'partial'],
    ['minSize=2k&maxSize=1k', 'minSize'],
    ['modifiedAfter=1d&modifiedBefore=2d', 'modifiedAfter'],
    ['modifiedAfter=1d&modifiedBefore=1d', 'modifiedAfter'],
    ['type=directory&minSize=1', 'minSize'],
    ['type=directory&maxSize=1', 'maxSize'],
    ['type=directory&modifiedAfter=1d', 'modifiedAfter'],
    ['type=directory&modifiedBefore=1d', 'modifiedBefore'],
    ['type=directory&storageClass=STANDARD', 'storageClass'],
    ['type=directory&sort=size', 'sort'],
    ['type=directory&sort=-lastModified', 'sort'],
    ['type=directory&recursive=true', 'type'],
    ['startAfter=a&sort=-name', 'startAfter'],
    ['startAfter=a&sort=size', 'startAfter'],
    ['sort=size&sort=name', 'sort'],
    ['globs=a', 'globs'],
  ])('%s is refused by the name of its field', async (query, field) => {
    const { send, asked } = service();
    const response = await send({ path: PATH, query });
    const { status, code, detail } = problemOf(response);
    expect({ status, code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(detail.startsWith(`${field}: `)).toBe(true);
    expect(asked).toEqual([]);
  });
});

describe('a page that was found', () => {
  const entries = [
    { type: 'object' as const, name: 'a', sizeBytes: 9 },
    { type: 'directory' as const, name: 'b/' },
  ];
  const found = (value: object) =>
    service({
      find: async () => ({
        outcome: 'answered',
        value: { entries, scanned: 12, complete: true, ...value },
        provenance: HIT,
      }),
    });

  test('reports how many names were examined, and with a sort whether these were all', async () => {
    const filtered = JSON.parse((await found({}).send({ path: PATH, query: 'glob=*' })).body);
    expect(filtered).toMatchObject({ scanned: 12 });
    expect(filtered).not.toHaveProperty('complete');
    const sorted = JSON.parse(
      (await found({ complete: false }).send({ path: PATH, query: 'sort=size&partial=true' })).body,
    );
    expect(sorted).toMatchObject({ scanned: 12, complete: false });
    for (const body of [filtered, sorted]) expect(listAnswer.safeParse(body).success).toBe(true);
  });

  test('has tag, age and 304 like any listing', async () => {
    const { send } = found({});
    const first = await send({ path: PATH, query: 'sort=size' });
    expect(first.headers).toMatchObject({ age: '12', 'cache-status': 's3dex; hit; ttl=3588' });
    const again = await send({
      path: PATH,
      query: 'sort=size',
      headers: { 'if-none-match': first.headers.etag! },
    });
    expect(again.statusCode).toBe(304);
  });

  test('continues by a cursor and a Link with the same parameters', async () => {
    const next = { name: 'a', value: 9 };
    const query = 'prefix=p+q/&sort=-size&glob=*%2B&minSize=1k&limit=2';
    const response = await found({ next }).send({ path: PATH, query });
    const { nextCursor } = JSON.parse(response.body);
    const target = /^<([^>]*)>/.exec(response.headers.link!)![1]!;
    const link = new URL(target, 'http://localhost');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      prefix: 'p q/',
      sort: '-size',
      glob: '*+',
      minSize: '1k',
      limit: '2',
      cursor: nextCursor,
    });
    const { send, asked } = service();
    await send({ path: link.pathname, query: link.search.slice(1) });
    expect(asked[0]!.question).toMatchObject({ after: next, order: { by: 'size', descending: true } });
  });

  test('counts the LISTs that a caller without the index needs for all examined names', async () => {
    const { send, counted } = found({ scanned: 2_001 });
    await send({ path: PATH, query: 'sort=size' });
    expect(counted.get('plainLists')).toBe(3);
    expect(counted.get('listedObjects')).toBe(1);
  });

  test('that cannot be sorted yet is 503 with progress and Retry-After', async () => {
    const { send } = service({
      find: async () => ({ ...failed('incomplete', HIT), progress: { seen: 50_000 } }),
    });
    const response = await send({ path: PATH, query: 'sort=size' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    const body = JSON.parse(response.body);
    expect(body).toMatchObject({ code: 'incomplete', progress: { seen: 50_000 } });
    expect(problem.safeParse(body).success).toBe(true);
  });

  test('that is too expensive is 422', async () => {
    const { send } = service({ find: async () => failed('too-expensive', HIT) });
    expect(problemOf(await send({ path: PATH, query: 'sort=size' }))).toMatchObject({
      status: 422,
      code: 'too-expensive',
    });
  });
});

describe('cursors of a sort', () => {
  const scope = { bucket: 'demo', prefix: 'photos/', sort: '-size' as const };

  test.each([
    { name: 'cat.jpg', value: 483_112 },
    { name: 'raw/' },
    { name: '', value: 0 },
    { name: 'ü😀\u0001', value: 1_763_661_791_123 },
    { name: 'x'.repeat(1024), value: Number.MAX_SAFE_INTEGER },
  ])('the position %j survives encoding and decoding', (position) => {
    const cursor = formatSortCursor(scope, position);
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(parseSortCursor(scope, cursor)).toEqual({ outcome: 'parsed', value: position });
  });

  test('do not expire: this one was made by version 2', () => {
    expect(formatSortCursor(scope, { name: 'cat.jpg', value: 483_112 })).toBe(
      'AizG9G9ozkn1CEEdfKAAAAAAY2F0LmpwZw',
    );
  });

  const cursor = formatSortCursor(scope, { name: 'a', value: 1 });
  const bytes = Buffer.from(cursor, 'base64url');
  const altered = (at: number, bit: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = copy[at]! ^ bit;
    return copy.toString('base64url');
  };
  test.each([
    ['no sort', `prefix=photos/&cursor=${cursor}`],
    ...SORTS.filter((sort) => sort !== '-size').map((sort) => [
      `sort=${sort}`,
      `prefix=photos/&sort=${sort}&cursor=${cursor}`,
    ]),
    ['another prefix', `prefix=photos&sort=-size&cursor=${cursor}`],
    ['a cursor of S3 order', `prefix=photos/&sort=-size&cursor=${formatCursor(scope, 'a')}`],
    ...[...bytes.keys()].map((at) => [
      `byte ${at} altered`,
      `prefix=photos/&sort=-size&cursor=${altered(at, 1)}`,
    ]),
    ['a cut one', `prefix=photos/&sort=-size&cursor=${cursor.slice(0, -2)}`],
    ['a long one', `prefix=photos/&sort=-size&cursor=${'A'.repeat(5000)}`],
  ])('%s is refused', async (_, query) => {
    const response = await service().send({ path: PATH, query: query! });
    expect(problemOf(response)).toMatchObject({ status: 400, detail: expect.stringMatching(/^cursor: /) });
  });

  test('are valid with another limit and with filters', async () => {
    const { after } = await asked(`prefix=photos/&sort=-size&limit=1&glob=*&cursor=${cursor}`);
    expect(after).toEqual({ name: 'a', value: 1 });
  });
});
