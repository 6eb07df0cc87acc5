import { describe, expect, test } from '@jest/globals';
import { bucketsAnswer } from '../../../contract/answers/buckets.ts';
import { viewedBuckets } from '../../../lambdas/adapters/env-views.ts';
import { bucketsFor, servedBuckets } from '../../../lambdas/http/served-buckets.ts';
import { DEMO, eventOf, PARTLY, problemOf, service } from './fixture.ts';

/** A variable in a setting's template, which is not a variable of JavaScript. */
const claim = (name: string) => `$\{${name}}`;
const OWN_FOLDER = `users/${claim('sub')}/`;

const callerWith = (claims?: Record<string, unknown>) => {
  const event = eventOf({});
  return {
    ...event,
    requestContext: { ...event.requestContext, ...(claims && { authorizer: { jwt: { claims } } }) },
  };
};
const served = servedBuckets([DEMO, PARTLY]);
/** The visible prefixes, by the names of the buckets that the caller can name. */
const seenBy = (claims: Record<string, unknown> | undefined, ...templates: string[]) =>
  Object.fromEntries(
    [...bucketsFor(callerWith(claims), served, templates)].map(([name, { prefixes }]) => [name, prefixes]),
  );

describe('prefixes by the claims of a token', () => {
  test('without a setting, every caller sees everything', () => {
    expect(bucketsFor(callerWith(), served, undefined)).toBe(served);
  });

  test('narrow each bucket, and remove one of which nothing is left', () => {
    expect(seenBy({ sub: 'ann' }, OWN_FOLDER)).toEqual({ demo: ['users/ann/'] });
    expect(seenBy({ dir: 'photos/2026/' }, claim('dir'))).toEqual({
      demo: ['photos/2026/'],
      partly: ['photos/2026/'],
    });
    // If the caller's prefix is wider than the bucket's, the bucket's applies.
    expect(seenBy({ dir: 'logs/' }, claim('dir'))).toEqual({ demo: ['logs/'], partly: ['logs/2026/'] });
  });

  test('several templates and several values add up, each prefix once', () => {
    const claims = { sub: 'ann', teams: '[red blue]' };
    expect(seenBy(claims, OWN_FOLDER, `teams/${claim('teams')}/`, `users/${claim('sub')}/`)).toEqual({
      demo: ['users/ann/', 'teams/red/', 'teams/blue/'],
    });
    expect(seenBy({ dirs: '[a/ a/b/ c/]' }, claim('dirs'))).toEqual({ demo: ['a/', 'c/'] });
  });

  test.each<[string, Record<string, unknown> | undefined]>([
    ['no token at all', undefined],
    ['no such claim', { other: 'ann' }],
    ['an empty one', { sub: '' }],
    ['one that is no text', { sub: ['ann'] }],
    ['a slash, which would reach into the directory of another', { sub: 'ann/private' }],
    ['a slash among several', { sub: '[ann/private]' }],
  ])('allow nothing for %s', (_, claims) => {
    expect(seenBy(claims, OWN_FOLDER)).toEqual({});
  });

  test.each(['a', '', '[a]', '[]', 'a/b'])('a claim with whole prefixes does not accept "%s"', (dir) => {
    expect(seenBy({ dir }, claim('dir'))).toEqual({});
  });

  test('the value of a claim is text, never a template', () => {
    const claims = { sub: claim('secret'), secret: 'bob' };
    expect(seenBy(claims, OWN_FOLDER)).toEqual({ demo: [`users/${claim('secret')}/`] });
  });

  test('with more prefixes than the limit, a caller sees nothing', () => {
    const dirs = `[${Array.from({ length: 101 }, (_, index) => `d${index}/`).join(' ')}]`;
    expect(seenBy({ dirs }, claim('dirs'))).toEqual({});
  });
});

describe('the handler', () => {
  const ann = { callerPrefixes: [OWN_FOLDER] };
  const send = (path: string, query = '', claims: Record<string, unknown> = { sub: 'ann' }) => {
    const it = service({}, ann);
    const event = { ...eventOf({ path, query }), requestContext: callerWith(claims).requestContext };
    event.requestContext = { ...event.requestContext, http: { method: 'GET' } };
    return { ...it, answer: it.invoke(event) };
  };

  test("passes on requests inside the caller's prefixes and refuses others", async () => {
    const inside = send('/v1/buckets/demo/entries', 'prefix=users/ann/photos/');
    expect((await inside.answer).statusCode).toBe(200);
    expect(inside.asked).toHaveLength(1);
    for (const prefix of ['', 'users/', 'users/ann', 'users/anna/', 'users/bob/']) {
      const outside = send('/v1/buckets/demo/entries', `prefix=${prefix}`);
      expect(problemOf(await outside.answer)).toMatchObject({ status: 403, code: 'forbidden' });
      expect(outside.asked).toEqual([]);
    }
  });

  test('names only the buckets that the caller can see, with its prefixes', async () => {
    const { buckets } = JSON.parse((await send('/v1/buckets').answer).body);
    expect(buckets).toEqual([expect.objectContaining({ name: 'demo', prefixes: ['users/ann/'] })]);
  });

  test('a bucket without granted prefixes looks like one that does not exist', async () => {
    const answer = await send('/v1/buckets/partly/entries', 'prefix=photos/').answer;
    const unknown = await send('/v1/buckets/nobodys/entries', 'prefix=photos/').answer;
    expect(problemOf(answer)).toEqual(problemOf(unknown));
  });
});

describe('a view', () => {
  const views = viewedBuckets([{ view: 'team-a', bucket: 'demo', prefixes: ['a/'] }], [DEMO, PARTLY]);

  test('is named as a view in the list of buckets', async () => {
    const it = service({}, { buckets: servedBuckets([DEMO, PARTLY], views) });
    const body = JSON.parse((await it.send({ path: '/v1/buckets' })).body);
    expect(bucketsAnswer.parse(body).buckets.map(({ name, view }) => [name, view])).toEqual([
      ['demo', undefined],
      ['partly', undefined],
      ['team-a', true],
    ]);
  });

  test("is its bucket under another name, with the view's prefixes", async () => {
    const it = service({}, { buckets: servedBuckets([DEMO, PARTLY], views) });
    const answer = await it.send({ path: '/v1/buckets/team-a/entries', query: 'prefix=a/b/' });
    expect(JSON.parse(answer.body)).toMatchObject({ bucket: 'team-a', prefix: 'a/b/' });
    expect(it.asked[0]?.question).toMatchObject({ bucket: { name: 'demo' }, directory: 'a/b/' });
    expect(problemOf(await it.send({ path: '/v1/buckets/team-a/entries' }))).toMatchObject({ status: 403 });
  });

  test.each([
    ['of a bucket that is not served', { view: 'x-view', bucket: 'other', prefixes: ['a/'] }, /not served/],
    ['with the name of a bucket', { view: 'partly', bucket: 'demo', prefixes: ['a/'] }, /name of a bucket/],
    [
      'beyond what its bucket serves',
      { view: 'x-view', bucket: 'partly', prefixes: ['a/'] },
      /does not serve/,
    ],
  ])('%s stops the start', (_, view, message) => {
    expect(() => viewedBuckets([view], [DEMO, PARTLY])).toThrow(message);
  });
});
