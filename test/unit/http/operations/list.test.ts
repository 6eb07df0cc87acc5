import { describe, expect, test } from '@jest/globals';
import { listAnswer } from '../../../../contract/answers/list.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { formatCursor } from '../../../../lambdas/http/cursor.ts';
import { DEMO, HIT, NEUTRAL, NOW, problemOf, service } from '../fixture.ts';

const PATH = '/v1/buckets/demo/entries';
const LAST_MODIFIED = Date.UTC(2026, 10, 20, 18, 3, 11);
const ENTRIES: Entry[] = [
  { type: 'object', name: '', sizeBytes: 0 },
  {
    type: 'object',
    name: 'cat.jpg',
    sizeBytes: 483_112,
    lastModifiedMs: LAST_MODIFIED,
    etag: '"9b2cf535f27731c974343645a3985328"',
    storageClass: 'STANDARD',
  },
  { type: 'directory', name: 'raw/' },
];

const listing = (entries: Entry[], next?: string) =>
  service({ list: async () => ({ outcome: 'answered', value: { entries, next }, provenance: HIT }) });

describe('list', () => {
  test('has the fields that API.md documents', async () => {
    const response = await listing(ENTRIES).send({ path: PATH, query: 'prefix=photos%2F' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.headers).not.toHaveProperty('link');
    const body = JSON.parse(response.body);
    expect(body).toEqual({
      bucket: 'demo',
      prefix: 'photos/',
      entries: [
        { type: 'object', name: '', key: 'photos/', size: 0 },
        {
          type: 'object',
          name: 'cat.jpg',
          key: 'photos/cat.jpg',
          size: 483_112,
          lastModified: '2026-11-20T18:03:11.000Z',
          etag: '"9b2cf535f27731c974343645a3985328"',
          storageClass: 'STANDARD',
        },
        { type: 'directory', name: 'raw/', key: 'photos/raw/' },
      ],
    });
    expect(listAnswer.safeParse(body).success).toBe(true);
  });

  test.each([
    ['', { directory: '', filter: '' }],
    ['prefix=', { directory: '', filter: '' }],
    ['prefix=a', { directory: '', filter: 'a' }],
    ['prefix=a%2Fb%2F', { directory: 'a/b/', filter: '' }],
    ['prefix=a/b/c', { directory: 'a/b/', filter: 'c' }],
    ['prefix=%2F%2F', { directory: '//', filter: '' }],
    ['prefix=/a', { directory: '/', filter: 'a' }],
  ])('%j asks for the directory and the filter', async (query, expected) => {
    const { send, asked } = service();
    await send({ path: PATH, query });
    expect(asked).toEqual([
      {
        operation: 'list',
        question: { bucket: DEMO, ...expected, after: undefined, limit: 1000, freshness: NEUTRAL },
      },
    ]);
  });

  test('a truncated page has a cursor and a Link, and both lead to the next page', async () => {
    const { send } = listing(ENTRIES, 'raw/');
    const query = 'prefix=a+b%2B%F0%9F%98%80%2F&limit=3';
    const first = await send({ path: PATH, query });
    const { nextCursor } = JSON.parse(first.body);
    expect(nextCursor).toBe(formatCursor({ bucket: 'demo', prefix: 'a b+😀/' }, 'raw/'));
    const [, target, rest] = /^<([^>]*)>(.*)$/.exec(first.headers.link!)!;
    expect(rest).toBe('; rel="next"');
    expect(target).toMatch(/^[\x21-\x7e]+$/);

    const url = new URL(target!, 'http://localhost/v1/buckets/demo/entries?x=y');
    const after = listing([]);
    const second = await after.send({ path: url.pathname, query: url.search.slice(1) });
    expect(second.statusCode).toBe(200);
    expect(after.asked[0]!.question).toMatchObject({ directory: 'a b+😀/', after: 'raw/', limit: 3 });
  });

  test('a recursive page asks for everything below, and its cursor and Link do too', async () => {
    const { send, asked } = service({
      list: async () => ({
        outcome: 'answered',
        value: { entries: [{ type: 'object', name: 'raw/x', sizeBytes: 3 }], next: 'raw/x' },
        provenance: HIT,
      }),
    });
    const first = await send({ path: PATH, query: 'prefix=photos/r&recursive=true&limit=1' });
    expect(asked[0]!.question).toMatchObject({ directory: 'photos/', filter: 'r', recursive: true });
    const { entries, nextCursor } = JSON.parse(first.body);
    expect(entries).toEqual([{ type: 'object', name: 'raw/x', key: 'photos/raw/x', size: 3 }]);
    const url = new URL(/^<([^>]*)>/.exec(first.headers.link!)![1]!, 'http://localhost');
    expect(url.searchParams.get('recursive')).toBe('true');
    await send({ path: PATH, query: url.search.slice(1) });
    expect(asked[1]!.question).toMatchObject({ recursive: true, after: 'raw/x' });
    const flat = await send({ path: PATH, query: `prefix=photos/r&cursor=${nextCursor}` });
    expect(problemOf(flat)).toMatchObject({
      code: 'invalid-request',
      detail: expect.stringMatching(/^cursor: /),
    });
    const no = await send({ path: PATH, query: 'recursive=false' });
    expect(no.statusCode).toBe(200);
    expect(asked.at(-1)!.question).toHaveProperty('recursive', false);
  });

  test('the Link keeps the stage or base path', async () => {
    const response = await listing(ENTRIES, 'raw/').send({ path: PATH, basePath: '/prod' });
    expect(response.headers.link).toMatch(/^<\/prod\/v1\/buckets\/demo\/entries\?/);
  });

  test('a cursor is valid with another limit, and at the empty name', async () => {
    const { send, asked } = service();
    const cursor = formatCursor({ bucket: 'demo', prefix: 'p/' }, '');
    await send({ path: PATH, query: `prefix=p/&limit=7&cursor=${cursor}` });
    expect(asked[0]!.question).toMatchObject({ after: '', limit: 7 });
  });

  test.each([
    ['prefix=p/&startAfter=p/a', 'a'],
    ['prefix=p/&startAfter=p/a/b', 'a/b'],
    ['prefix=p/&startAfter=p/', ''],
    ['prefix=p/&startAfter=o', undefined],
    ['prefix=p/&startAfter=p', undefined],
    ['prefix=p/&startAfter=', undefined],
    ['startAfter=p/a', 'p/a'],
    ['prefix=p/q&startAfter=p/q+%2B', 'q +'],
    ['prefix=p/&startAfter=q', `${'\u{10ffff}'.repeat(255)}\u07ff`],
  ])('%j goes on after the name %j', async (query, after) => {
    const { send, asked } = service();
    await send({ path: PATH, query });
    expect(asked[0]!.question).toMatchObject({ after });
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=7.0', 'limit'],
    ['limit=+7', 'limit'],
    ['limit=0x10', 'limit'],
    ['limit=99999999999999999999', 'limit'],
    ['recursive=yes', 'recursive'],
    ['recursive=', 'recursive'],
    ['cursor=', 'cursor'],
    ['cursor=next', 'cursor'],
    [`cursor=${formatCursor({ bucket: 'demo', prefix: 'b/' }, 'x')}&prefix=a/`, 'cursor'],
    [`cursor=${formatCursor({ bucket: 'partly', prefix: '' }, 'x')}`, 'cursor'],
    [`startAfter=a&cursor=${formatCursor({ bucket: 'demo', prefix: '' }, 'x')}`, 'startAfter'],
    [`startAfter=${'a'.repeat(1025)}`, 'startAfter'],
    ['prefix=%FF', 'prefix'],
    ['prefix=a&prefix=b', 'prefix'],
    [`prefix=${'a'.repeat(1025)}`, 'prefix'],
    [`prefix=${'%C3%A9'.repeat(513)}`, 'prefix'],
    ['Prefix=a', 'Prefix'],
    ['delimiter=/', 'delimiter'],
    ['__proto__=a', '__proto__'],
    ['constructor=a', 'constructor'],
  ])('%s is refused by the name of its field', async (query, field) => {
    const { send, asked } = service();
    const response = await send({ path: PATH, query });
    expect(response.headers['content-type']).toBe('application/problem+json');
    const { status, code, detail } = problemOf(response);
    expect({ status, code }).toEqual({ status: 400, code: 'invalid-request' });
    expect(detail.startsWith(`${field}: `)).toBe(true);
    expect(asked).toEqual([]);
  });

  test('a prefix of 1,024 bytes is a prefix', async () => {
    const { send } = service();
    for (const prefix of ['a'.repeat(1024), '%C3%A9'.repeat(512), '%F0%9F%98%80'.repeat(256)]) {
      expect((await send({ path: PATH, query: `prefix=${prefix}` })).statusCode).toBe(200);
    }
  });

  test('a page too large for a response is cut, and goes on by its cursor', async () => {
    const name = (index: number) => '\u0001'.repeat(1000) + String(index).padStart(4, '0');
    const entries = Array.from(
      { length: 1000 },
      (_, index): Entry => ({ type: 'object', name: name(index), sizeBytes: 1 }),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const { send, asked } = service({
        list: async ({ after }) => ({
          outcome: 'answered',
          value: {
            entries: entries.slice(
              after === undefined ? 0 : entries.findIndex((it) => it.name === after) + 1,
            ),
          },
          provenance: HIT,
        }),
      });
      const response = await send({ path: PATH, query: cursor === undefined ? '' : `cursor=${cursor}` });
      expect(asked).toHaveLength(1);
      expect(Buffer.byteLength(JSON.stringify(response))).toBeLessThan(6 * 1024 * 1024);
      const body = JSON.parse(response.body);
      seen.push(...body.entries.map((it: { name: string }) => it.name));
      cursor = body.nextCursor;
      pages++;
    } while (cursor !== undefined);
    expect(pages).toBeGreaterThan(1);
    expect(seen).toEqual(entries.map((it) => it.name));
  });

  test('the same answer has the same tag, another answer another', async () => {
    const tag = async (entries: Entry[], next?: string) =>
      (await listing(entries, next).send({ path: PATH })).headers.etag;
    expect(await tag(ENTRIES)).toBe(await tag(structuredClone(ENTRIES)));
    expect(await tag(ENTRIES)).not.toBe(await tag(ENTRIES.slice(1)));
    expect(await tag(ENTRIES)).not.toBe(await tag(ENTRIES, 'raw/'));
  });

  test('the body and its tag do not depend on the clock', async () => {
    const later = service(
      { list: async () => ({ outcome: 'answered', value: { entries: ENTRIES }, provenance: HIT }) },
      { clock: { now: () => NOW + 5_000 } },
    );
    const first = await listing(ENTRIES).send({ path: PATH });
    const second = await later.send({ path: PATH });
    expect(second.body).toBe(first.body);
    expect(second.headers.etag).toBe(first.headers.etag);
  });
});
