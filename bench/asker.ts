/** A client of one instance of the HTTP handler. It sends events and reads the answers as an HTTP client does. */

import type { Context } from 'aws-lambda';
import type { EntryJson } from '../contract/answers/entry.ts';
import type { ListAnswer } from '../contract/answers/list.ts';
import type { StatManyAnswer } from '../contract/answers/stat-many.ts';
import type { UsageAnswer } from '../contract/answers/usage.ts';
import type { ServedBucket } from '../lambdas/core/model/served-bucket.ts';
import type { Reader } from '../lambdas/core/questions/reader.ts';
import type { HttpEvent } from '../lambdas/http/event.ts';
import { createHttpHandler } from '../lambdas/http/handler.ts';
import { servedBuckets } from '../lambdas/http/served-buckets.ts';
import { routeFieldsOf, routeOf } from '../local/api-routes.ts';
import { LIST_MAX_KEYS } from '../shared/list-bound.ts';
import type { TreeSum } from './tree-contestant.ts';

export interface Told<T> {
  value: T;
  /** Number of HTTP requests. */
  requests: number;
}

export interface Asker {
  /** Lists all pages; returns the number of entries. */
  list(prefix: string, headers?: Record<string, string>): Promise<Told<number>>;
  /** Lists one page from a cursor. */
  page(
    prefix: string,
    limit: number,
    how?: { cursor?: string; recursive?: 'recursive' },
  ): Promise<ListAnswer>;
  /** Returns the newest objects of the whole directory, sorted by the service. */
  newest(prefix: string, limit: number): Promise<Told<string[]>>;
  /** Returns the newest objects of the whole directory: all pages are read and sorted here. */
  newestOfAll(prefix: string, limit: number): Promise<Told<string[]>>;
  /** Lists everything below the prefix, all pages. Returns the number of objects. */
  listBelow(prefix: string): Promise<Told<number>>;
  /** Requests the usage of everything below the prefix until it is complete. */
  usage(prefix: string): Promise<Told<TreeSum>>;
  stat(key: string): Promise<Told<boolean>>;
  /** Returns how many of the keys exist. */
  statMany(keys: string[]): Promise<Told<number>>;
}

const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 } as Context;
const base = `/v1/buckets`;
const MAX_USAGE_REQUESTS = 20;

export function httpEvent(
  method: 'GET' | 'POST',
  path: string,
  query: Record<string, string>,
  body?: unknown,
): HttpEvent {
  return {
    ...routeFieldsOf(routeOf(method, path)),
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {},
    isBase64Encoded: false,
    requestContext: { requestId: 'bench', http: { method } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

export function handlerOf(reader: Reader, served: ServedBucket) {
  return createHttpHandler({
    reader,
    clock: { now: () => Date.now() },
    telemetry: { count() {} },
    functionGb: 1,
    publish() {},
    buckets: servedBuckets([served]),
    counters: () => ({}),
    startedAt: 0,
    tableSize: async () => undefined,
    openApiDocument: async () => '{}',
    logFailure(_, cause) {
      throw cause;
    },
  });
}

export function askerOf(reader: Reader, served: ServedBucket): Asker {
  const handler = handlerOf(reader, served);
  const path = `${base}/${served.name}`;
  async function ask<T>(event: HttpEvent, allowed: number[] = [200]): Promise<{ status: number; body: T }> {
    const response = await handler(event, CONTEXT);
    if (!allowed.includes(response.statusCode)) throw new Error(`${response.statusCode}: ${response.body}`);
    return { status: response.statusCode, body: JSON.parse(response.body) as T };
  }
  const page: Asker['page'] = async (prefix, limit, { cursor, recursive } = {}) => {
    const query = {
      prefix,
      limit: String(limit),
      ...(cursor !== undefined && { cursor }),
      ...(recursive && { recursive: 'true' }),
    };
    return (await ask<ListAnswer>(httpEvent('GET', `${path}/entries`, query))).body;
  };
  const pages = (prefix: string, recursive?: 'recursive') => pagesOf(page, prefix, recursive);
  return {
    page,
    list: (prefix) => counted(pages(prefix)),
    listBelow: (prefix) => counted(pages(prefix, 'recursive')),
    async usage(prefix) {
      for (let requests = 1; ; requests++) {
        // On a busy machine a request may reach its time limit. What it listed is kept, as after `complete: false`.
        const allowed = requests < MAX_USAGE_REQUESTS ? [200, 503] : [200];
        const { status, body } = await ask<UsageAnswer>(
          httpEvent('GET', `${path}/usage`, { prefix }),
          allowed,
        );
        const { objects, size: sizeBytes } = body;
        if (status === 200 && body.complete) return { value: { objects, sizeBytes }, requests };
      }
    },
    async newest(prefix, limit) {
      const query = { prefix, limit: String(limit), sort: '-lastModified' };
      for (let requests = 1; ; requests++) {
        // After a 503, the service knows more of the directory, so the request is repeated until it knows all of
        // it.
        const event = httpEvent('GET', `${path}/entries`, query);
        const { status, body } = await ask<ListAnswer>(event, [200, 503]);
        if (status === 200) return { value: body.entries.map(({ key }) => key), requests };
      }
    },
    async newestOfAll(prefix, limit) {
      const all: EntryJson[] = [];
      let requests = 0;
      for await (const { entries } of pages(prefix)) {
        all.push(...entries);
        requests++;
      }
      return {
        value: newestFirst(all)
          .slice(0, limit)
          .map(({ key }) => key),
        requests,
      };
    },
    async stat(key) {
      const { status } = await ask(httpEvent('GET', `${path}/stat`, { key }), [200, 404]);
      return { value: status === 200, requests: 1 };
    },
    async statMany(keys) {
      const { body } = await ask<StatManyAnswer>(httpEvent('POST', `${path}/stat`, {}, { keys }));
      return { value: body.results.filter(({ found }) => found).length, requests: 1 };
    },
  };
}

async function* pagesOf(
  page: Asker['page'],
  prefix: string,
  recursive: 'recursive' | undefined,
): AsyncGenerator<ListAnswer> {
  let cursor: string | undefined;
  do {
    const answer = await page(prefix, LIST_MAX_KEYS, { cursor, recursive });
    yield answer;
    cursor = answer.nextCursor;
  } while (cursor !== undefined);
}

function newestFirst(entries: readonly EntryJson[]) {
  const objects = entries.filter((entry) => entry.type === 'object');
  return objects.sort((a, b) =>
    a.lastModified! < b.lastModified! ? 1 : a.lastModified! > b.lastModified! ? -1 : 0,
  );
}

async function counted(pages: AsyncIterable<ListAnswer>): Promise<Told<number>> {
  let count = 0;
  let requests = 0;
  for await (const { entries } of pages) {
    count += entries.length;
    requests++;
  }
  return { value: count, requests };
}
