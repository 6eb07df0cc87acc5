/** A restricted caller tries to see more. Its requests go to two services that differ only in what it may not see. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatCursor } from '../../../lambdas/http/cursor.ts';
import type { HttpResponse } from '../../../lambdas/http/respond.ts';
import { ask } from '../http/asks.ts';
import { hostileRequest } from '../http/hostile.ts';
import { dress, dressed, eventOf, type RawRequest } from '../http/request.ts';
import { key } from '../keys.ts';
import { count, type Tally } from '../tally.ts';
import { BUCKET, CALLER, type Confinement, DIRS, HIDDEN, isSeen, SEEN, Twin, VIEW } from './twins.ts';

/** Prefixes to try: the directory above, a neighbour, a similar name, other spellings of a slash. */
const TEMPTING = [
  ...[
    '',
    '/',
    'a',
    'a/',
    'A/',
    'ab/',
    'a-/',
    'a//',
    './a/',
    'a/../',
    'a/../b/',
    '../',
    '/a/',
    'a%2F',
    'a%2f../b/',
  ],
  ...[
    'a\\',
    'a/\u0000',
    'é',
    'é/',
    'é/b',
    'é/b/',
    'e\u0301/b/',
    'é/c/',
    'b/',
    'b',
    'é/bb/',
    'a／',
    'a/*',
    '*',
    DIRS,
  ],
];

/** A hidden key in any place. The caller cannot guess its name. */
const hiddenKey = fc
  .tuple(
    fc.constantFrom('', 'b/', 'é/', 'é/c/', 'ab/', 'A/', 'a-/', 'a0/', './', '../', '/'),
    fc.constantFrom('', '/x', '.txt'),
  )
  .map(([place, rest]) => `${place}${HIDDEN}${rest}`);

const shownKey = fc.tuple(fc.constantFrom(...SEEN), key).map((it) => it.join(''));
const place = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SEEN) },
  { weight: 4, arbitrary: fc.constantFrom(...TEMPTING) },
  { weight: 2, arbitrary: shownKey },
  { weight: 1, arbitrary: key },
);

type Step =
  | { do: 'hide'; key: string; kind: 'created' | 'removed'; size: number }
  | { do: 'show'; key: string; kind: 'created' | 'removed' }
  | { do: 'wait'; ms: number }
  | { do: 'ask'; request: RawRequest };

const path = (bucket: string, rest: string) => `/v1/buckets/${bucket}/${rest}`;
const get = (rest: string, parameters: Record<string, string>): RawRequest => ({
  ...{ method: 'GET', path: path(BUCKET, rest), query: String(new URLSearchParams(parameters)) },
  ...{ headers: {}, isBase64Encoded: false },
});
const post = (rest: string, body: object): RawRequest => ({
  ...{ method: 'POST', path: path(BUCKET, rest), query: '', headers: {}, isBase64Encoded: false },
  body: JSON.stringify(body),
});

const flags = fc.record(
  {
    recursive: fc.constant('true'),
    sort: fc.constantFrom('name', '-size', 'lastModified'),
    partial: fc.constant('true'),
    glob: fc.constantFrom('*', '**', '../*', '{a,b}/**'),
    contains: fc.constantFrom('h', 'x', '/'),
    startAfter: place,
    depth: fc.constantFrom('0', '1', '5'),
    limit: fc.constantFrom('1', '2', '1000'),
  },
  { requiredKeys: [] },
);
const cursor = fc
  .record({ bucket: fc.constantFrom(VIEW, BUCKET), prefix: place, after: place })
  .map(({ bucket, prefix, after }) => formatCursor({ bucket, prefix }, after));

const tempted: fc.Arbitrary<RawRequest> = fc.oneof(
  fc
    .tuple(fc.constantFrom('entries', 'usage', 'index', 'stat'), place, flags)
    .map(([rest, prefix, more]) =>
      get(rest, rest === 'stat' ? { key: prefix } : { prefix, ...(more as Record<string, string>) }),
    ),
  fc.tuple(place, cursor).map(([prefix, it]) => get('entries', { prefix, cursor: it })),
  fc
    .tuple(place, fc.boolean())
    .map(([it, full]) => get('stat', { key: it, ...(full && { detail: 'full' }) })),
  fc.array(place, { minLength: 1, maxLength: 5 }).map((keys) => post('stat', { keys })),
  fc.array(place, { minLength: 1, maxLength: 5 }).map((prefixes) => post('entries', { prefixes })),
  fc.tuple(place, place).map(([one, other]) => post('invalidations', { keys: [one], prefixes: [other] })),
  fc.tuple(place, fc.boolean()).map(([prefix, recursive]) => post('fills', { prefix, recursive })),
  place.map((key) => post('downloads', { key })),
  fc.constant<RawRequest>({ ...get('', {}), path: '/v1/buckets' }),
);

const request = fc.oneof(
  { weight: 6, arbitrary: tempted },
  { weight: 3, arbitrary: fc.tuple(ask, dress).map(([it, how]) => dressed(it.question, how)) },
  { weight: 1, arbitrary: hostileRequest },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('hide' as const),
      key: hiddenKey,
      kind: fc.constantFrom('created' as const, 'removed' as const),
      size: fc.nat(1e9),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('show' as const),
      key: shownKey,
      kind: fc.constantFrom('created' as const, 'removed' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 999, 61_000, 7_200_000),
    }),
  },
  { weight: 24, arbitrary: fc.record({ do: fc.constant('ask' as const), request }) },
);

export interface Escape {
  confinement: Confinement;
  steps: Step[];
}

const STEPS = 20;
export const escapes: fc.Arbitrary<Escape> = fc.record({
  confinement: fc.constantFrom('view', 'claims'),
  steps: fc.array(step, { minLength: STEPS, maxLength: STEPS }),
});

export async function runEscape({ confinement, steps }: Escape, tally: Tally): Promise<void> {
  const twins = [new Twin(confinement), new Twin(confinement)] as const;
  for (const one of steps) {
    if (one.do === 'wait') for (const twin of twins) twin.nowMs += one.ms;
    if (one.do === 'hide') await twins[1].change(one.key, one.kind, one.size);
    if (one.do === 'show' && isSeen(one.key))
      for (const twin of twins) await twin.change(one.key, one.kind, 7);
    // Both services continue at the later of their two times.
    const now = Math.max(...twins.map((it) => it.nowMs));
    for (const twin of twins) twin.nowMs = now;
    if (one.do === 'ask') await askBoth(twins, confinement, one.request, tally);
  }
}

async function askBoth(
  twins: readonly Twin[],
  confinement: Confinement,
  asked: RawRequest,
  tally: Tally,
): Promise<void> {
  // With a view, the policy allows the caller only the view's own path.
  const it =
    confinement === 'view'
      ? { ...asked, path: asked.path.replace(/^(\/v1\/buckets\/)[^/]*/, `$1${VIEW}`) }
      : asked;
  if (confinement === 'view' && !it.path.startsWith(path(VIEW, ''))) return;
  const event = eventOf(it);
  const caller = {
    ...event,
    requestContext: { ...event.requestContext, authorizer: { jwt: { claims: CALLER } } },
  };
  const [without, withHidden] = await Promise.all(
    twins.map(async (twin) => (await twin.handler(structuredClone(caller), {} as never)) as HttpResponse),
  );
  count(tally, 'escapes');
  count(tally, `${confinement}: ${withHidden!.statusCode}`);
  assert.deepEqual(withHidden, without);
  assert.ok(!JSON.stringify(withHidden).includes(HIDDEN));
}
