/** One caller's session: changes to a bucket and requests of every kind, each compared with the expected answer. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createFills } from '../../../lambdas/core/fills/fills.ts';
import { nameAfterKey } from '../../../lambdas/core/model/names.ts';
import { formatCursor, parseCursor } from '../../../lambdas/http/cursor.ts';
import { createHttpHandler } from '../../../lambdas/http/handler.ts';
import type { HttpResponse } from '../../../lambdas/http/respond.ts';
import { servedBuckets } from '../../../lambdas/http/served-buckets.ts';
import { createMemoryFills } from '../../support/memory/fills.ts';
import { key } from '../keys.ts';
import { count, type Tally } from '../tally.ts';
import { BUCKETS, HOUR_MS, REQUEST_BUDGET_MS, World } from '../world.ts';
import { type Ask, ask, type BrokenAsk, brokenAsk } from './asks.ts';
import {
  answerOf,
  checkFound,
  checkListMany,
  checkPage,
  checkProblem,
  checkShape,
  checkStat,
  checkStatMany,
  checkUsage,
  type PageAsked,
  type PageSaid,
  textOf,
} from './check.ts';
import { alterCursor, type CursorChange, cursorChange } from './cursors.ts';
import { makesSense, wantedOf } from './filters.ts';
import { hostileRequest } from './hostile.ts';
import { type Dress, dress, dressed, eventOf, type RawRequest } from './request.ts';

export type Step =
  | { do: 'put'; key: string }
  | { do: 'remove'; pick: number }
  | { do: 'wait'; ms: number }
  | { do: 'ask'; ask: Ask; dress: Dress }
  | { do: 'ask again'; pick: number }
  | { do: 'broken'; broken: BrokenAsk }
  | { do: 'hostile'; request: RawRequest }
  | { do: 'cursor'; pick: number; change: CursorChange; limit: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('put' as const), key }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), pick: fc.nat() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 999, 1_000, 61_000, HOUR_MS, 2 * HOUR_MS),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('ask' as const), ask, dress }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ask again' as const), pick: fc.nat() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('broken' as const), broken: brokenAsk }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hostile' as const), request: hostileRequest }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('cursor' as const),
      pick: fc.nat(),
      change: cursorChange,
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

export interface Session {
  keys: string[];
  steps: Step[];
}

/** About how many requests a session makes. */
const STEPS_A_SESSION = 20;

export const session: fc.Arbitrary<Session> = fc.record({
  keys: fc.array(key, { maxLength: 16 }),
  steps: fc.array(step, { minLength: STEPS_A_SESSION, maxLength: STEPS_A_SESSION }),
});

interface Page {
  bucket: string;
  prefix: string;
  recursive?: boolean;
  cursor: string;
}

export async function runSession({ keys, steps }: Session, tally: Tally): Promise<void> {
  const run = new Run(keys, tally);
  for (const one of steps) await run.step(one);
}

class Run {
  readonly #world: World;
  readonly #handler: ReturnType<typeof createHttpHandler>;
  readonly #tally: Tally;
  readonly #pages: Page[] = [];
  readonly #asked: { ask: Ask; etag: string; body: string }[] = [];

  constructor(keys: readonly string[], tally: Tally) {
    this.#world = new World(keys);
    this.#tally = tally;
    const { reader, clock, telemetry, counts } = this.#world;
    let fillIds = 0;
    this.#handler = createHttpHandler({
      reader,
      // No worker runs the fills, because only the requests about them are tested here.
      fills: createFills({
        fills: createMemoryFills(),
        queue: { send: async () => {} },
        clock,
        random: { id: () => `fill-${fillIds++}` },
      }),
      clock,
      telemetry,
      publish: () => {},
      functionGb: 1,
      buckets: servedBuckets(BUCKETS),
      counters: () => counts,
      startedAt: clock.now(),
      tableSize: async () => ({ items: 1, bytes: 1 }),
      openApiDocument: async () => '{"openapi":"3.1.1","info":{"title":"t","version":"1"}}',
      logFailure: (_requestId, cause) => {
        throw cause;
      },
    });
  }

  async #send(request: RawRequest, kind: string): Promise<HttpResponse> {
    this.#count('requests');
    const askedMs = this.#world.nowMs;
    const response = (await this.#handler(eventOf(request), {} as never)) as HttpResponse;
    assert.ok(this.#world.nowMs - askedMs <= REQUEST_BUDGET_MS, 'took longer than a request is allowed to');
    this.#count(`${kind}: ${response.statusCode}`);
    checkShape(response, request.method);
    return response;
  }

  #count(what: string): void {
    count(this.#tally, what);
  }

  async step(one: Step): Promise<void> {
    const world = this.#world;
    switch (one.do) {
      case 'put':
        world.put(one.key);
        return world.tell(one.key, 'created');
      case 'remove': {
        const keys = world.keys('live');
        const gone = keys[one.pick % keys.length];
        if (gone === undefined) return;
        world.remove(gone);
        return world.tell(gone, 'removed');
      }
      case 'wait':
        world.nowMs += one.ms;
        return;
      case 'ask':
        return this.#ask(one.ask, one.dress);
      case 'ask again':
        return this.#askAgain(one.pick);
      case 'broken': {
        const response = await this.#send(one.broken.request, 'nearly valid');
        return checkProblem(response, one.broken.code);
      }
      case 'hostile':
        await this.#send(one.request, 'hostile');
        return;
      case 'cursor':
        return this.#followCursor(one);
    }
  }

  async #ask(asked: Ask, how: Dress): Promise<void> {
    const request = dressed(asked.question, how);
    const askedMs = this.#world.nowMs;
    const response = await this.#send(request, 'valid');
    const filtered = asked.operation === 'list' ? Object.fromEntries(asked.question.parameters) : {};
    if (!makesSense(filtered, askedMs)) return checkProblem(response, 'invalid-request');
    if (this.#isForbidden(asked)) return checkProblem(response, 'forbidden');
    // Nothing of this bucket may be stored.
    if (asked.operation === 'fill' && asked.bucket === 'never')
      return checkProblem(response, 'too-expensive');
    if (response.statusCode === 504) {
      assert.match(how.headers['cache-control'] ?? '', /only-if-cached/);
      return;
    }
    // An answer to a HEAD, like a 304, has no body to check.
    if (request.method === 'HEAD') return;
    if (response.statusCode === 304) return assert.equal(how.headers['if-none-match'], '*');
    const isPartial = (JSON.parse(textOf(response)) as Partial<PageSaid>).complete === false;
    if (isPartial) {
      assert.equal(filtered.partial, 'true');
      assert.match(how.headers['cache-control'] ?? '', /only-if-cached/);
    }
    this.#check(asked, response, askedMs);
  }

  #isForbidden({ operation, bucket, question }: Ask): boolean {
    if (bucket !== 'partly' || !question.path.includes('{') === false) return false;
    const { prefixes } = BUCKETS.find(({ name }) => name === 'partly')!;
    const texts = textsOf(question);
    if (['buckets', 'stats', 'health', 'openapi'].includes(operation)) return false;
    const isOutside = (text: string) => !prefixes.some((prefix) => text.startsWith(prefix));
    return operation === 'listMany' ? texts.every(isOutside) : texts.some(isOutside);
  }

  #check({ operation, bucket, question }: Ask, response: HttpResponse, askedMs: number): void {
    const parameters = new Map(question.parameters);
    const body = question.body as { keys: string[]; prefixes: string[]; limit?: number; detail?: string };
    if (operation === 'stat') {
      const full = parameters.get('detail') === 'full';
      checkStat(this.#world, bucket, parameters.get('key')!, full, response);
      return;
    }
    const said = answerOf(operation, response);
    if (operation === 'list') {
      const prefix = parameters.get('prefix') ?? '';
      const limit = Number(parameters.get('limit') ?? 1000);
      const directory = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const after = nameAfterKey(directory, parameters.get('startAfter'));
      const recursive = parameters.get('recursive') === 'true';
      const page = { bucket, prefix, limit, recursive, ...(after !== undefined && { after }) };
      const wanted = wantedOf(Object.fromEntries(parameters), askedMs);
      if (Object.keys(wanted).length > 0) {
        checkFound(this.#world, page, wanted, said as PageSaid);
      } else this.#page(page, said as PageSaid);
    }
    if (operation === 'usage') {
      const depth = Number(parameters.get('depth') ?? 0);
      const prefix = parameters.get('prefix') ?? '';
      checkUsage(this.#world, { bucket, prefix, depth }, said as Parameters<typeof checkUsage>[2]);
    }
    if (operation === 'listMany') {
      const { prefixes, limit = 1000 } = body;
      checkListMany(this.#world, { bucket, prefixes, limit }, said as Parameters<typeof checkListMany>[2]);
    }
    if (operation === 'statMany') {
      const { keys, detail } = body;
      checkStatMany(this.#world, bucket, { keys, full: detail === 'full' }, said as { results: object[] });
    }
    if (response.headers.etag !== undefined && question.method === 'GET')
      this.#asked.push({
        ask: { operation, bucket, question },
        etag: response.headers.etag,
        body: JSON.stringify(said),
      });
  }

  #page(asked: PageAsked, said: PageSaid): void {
    checkPage(this.#world, asked, said);
    if (said.nextCursor !== undefined) this.#pages.push({ ...asked, cursor: said.nextCursor });
  }

  /**
   * Repeats a request with the ETag of its earlier answer. The status must be 304 exactly if the answer would be the
   * same.
   */
  async #askAgain(pick: number): Promise<void> {
    const earlier = this.#asked[pick % this.#asked.length];
    if (!earlier) return;
    const plain = { encoding: 'usual', head: false, base64: false, headers: {} } as const;
    const askedMs = this.#world.nowMs;
    const now = await this.#send(dressed(earlier.ask.question, plain), 'asked again');
    const same = now.statusCode === 200 && now.headers.etag === earlier.etag;
    if (now.statusCode === 200) {
      this.#check(earlier.ask, now, askedMs);
      assert.equal(now.body === earlier.body, same, 'equal tags mean equal answers');
    }
    const headers = { 'if-none-match': earlier.etag };
    const conditional = await this.#send(dressed(earlier.ask.question, { ...plain, headers }), 'asked again');
    // A page that this question listed itself needs no marks. The same page from the index may not know whether a
    // name with a mark follows, and then it has a cursor.
    const mayDiffer = now.statusCode === 200 && !now.headers['cache-status']?.includes('hit');
    if (mayDiffer && conditional.statusCode === 200)
      assert.notEqual(conditional.headers.etag, earlier.etag, JSON.stringify(earlier.ask.question));
    else assert.equal(conditional.statusCode === 304, same, JSON.stringify(earlier.ask.question));
  }

  async #followCursor({ pick, change, limit }: Extract<Step, { do: 'cursor' }>): Promise<void> {
    const page: Page = this.#pages[pick % this.#pages.length] ?? {
      bucket: 'live',
      prefix: '',
      cursor: formatCursor({ bucket: 'live', prefix: '' }, 'a'),
    };
    const altered = alterCursor(page, change);
    const { bucket, prefix, cursor } = altered.page;
    const { recursive = false } = page;
    const parameters: [string, string][] = [
      ...(recursive ? [['recursive', 'true'] as [string, string]] : []),
      ['prefix', prefix],
      ['limit', String(limit)],
      ['cursor', cursor],
    ];
    const path = `/v1/buckets/${bucket}/entries`;
    const plain = { encoding: 'usual', head: false, base64: false, headers: {} } as const;
    const response = await this.#send(
      dressed({ method: 'GET', path, parameters }, plain),
      altered.good ? 'cursor' : 'cursor made up, altered or from elsewhere',
    );
    if (!altered.good) return checkProblem(response, 'invalid-request');
    const position = parseCursor({ bucket, prefix, recursive }, cursor);
    assert.ok(position.outcome === 'parsed');
    if (response.statusCode === 403) return assert.equal(bucket, 'partly');
    this.#page(
      { bucket, prefix, limit, recursive, after: position.value },
      answerOf('list', response) as PageSaid,
    );
  }
}

/** Every key and prefix in a question. */
function textsOf({ parameters, body }: Ask['question']): string[] {
  const named = new Map(parameters);
  if (body !== undefined) {
    const {
      keys = [],
      prefixes = [],
      prefix,
    } = body as {
      keys?: string[];
      prefixes?: string[];
      prefix?: string;
    };
    return [...keys, ...prefixes, ...(prefix === undefined ? [] : [prefix])];
  }
  return [named.get('key') ?? named.get('prefix') ?? ''];
}
