/** The questions to an instance, each compared with S3's own answer. */
import { isDeepStrictEqual } from 'node:util';
import type { HttpResponse } from '../../lambdas/http/respond.ts';
import { found } from '../support/find-reference.ts';
import type { EntryView } from '../support/index-view.ts';
import { headFromS3, listFromS3 } from '../support/s3-view.ts';
import type { Instance } from './instance.ts';
import type { Stage } from './stage.ts';
import { type Allowed, judgeError, rightly, type Verdict, wrong } from './verdict.ts';

/** Asks one question to its end and judges the answer. */
export type Question = (stage: Stage, instance: Instance, allowed: Allowed) => Promise<Verdict>;

type Judged = Omit<Verdict, 'ms'>;

/** Adds the time taken. If anything is thrown, the invocation counts as failed. */
export function timed(
  ask: (stage: Stage, instance: Instance, allowed: Allowed) => Promise<Judged>,
): Question {
  return async (stage, instance, allowed) => {
    const startedMs = performance.now();
    const judged = await ask(stage, instance, allowed).catch((error) => wrong(`thrown: ${error}`));
    return { ...judged, ms: performance.now() - startedMs };
  };
}

export const v1 = (stage: Stage, path: string) => `/v1/buckets/${stage.bucket}/${path}`;

/** A 404 is a correct answer if S3 says the same. */
const isNothing = (response: HttpResponse) =>
  response.statusCode === 404 && JSON.parse(response.body).code === 'no-such-key';

export interface Listing {
  prefix: string;
  /** A cursor, and the name that it represents. */
  from?: { cursor: string; after: string };
  /** Everything below the directory. */
  recursive?: true;
  /** The sort order to request instead of S3's order. */
  sort?: string;
  headers?: Record<string, string>;
}

/** Lists the directory, or everything below it, page by page to its end, from the start or from a cursor. */
export function listing({ prefix, from, recursive, sort, headers }: Listing): Question {
  return timed(async (stage, instance, allowed) => {
    const entries: EntryView[] = [];
    const responses: HttpResponse[] = [];
    let cursor = from?.cursor;
    do {
      const query = new URLSearchParams({
        prefix,
        ...(cursor !== undefined && { cursor }),
        ...(recursive && { recursive: 'true' }),
        ...(sort && { sort, limit: '7' }),
      });
      const response = await instance.ask({ target: v1(stage, `entries?${query}`), headers });
      if (response.statusCode !== 200) return judgeError(response, allowed);
      responses.push(response);
      const page = JSON.parse(response.body) as { entries: EntryView[]; nextCursor?: string };
      entries.push(...page.entries);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    const what = recursive ? 'everything below' : 'directory';
    const all = await listFromS3(stage.ground.s3Client, stage.bucket, prefix, what);
    const rest = from ? all.slice(all.findIndex(({ name }) => name === from.after) + 1) : all;
    const truth = sort ? found(rest, { sort }) : rest;
    if (isDeepStrictEqual(entries, truth)) return rightly(responses);
    return wrong(`listed ${brief(entries)}, S3 has ${brief(truth)}`);
  });
}

/** The first pages of several directories, in one request. */
export function listMany(prefixes: string[]): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ method: 'POST', target: v1(stage, 'entries'), body: { prefixes } });
    if (response.statusCode !== 200) return judgeError(response, allowed);
    const { results } = JSON.parse(response.body) as { results: { prefix: string; entries?: EntryView[] }[] };
    for (const [i, prefix] of prefixes.entries()) {
      const truth = await listFromS3(stage.ground.s3Client, stage.bucket, prefix);
      const said = results[i]?.entries;
      if (results[i]?.prefix !== prefix || !said) return wrong(`result ${i}: ${JSON.stringify(results[i])}`);
      if (!isDeepStrictEqual(said, truth)) return wrong(`${prefix}: ${brief(said)}, S3 has ${brief(truth)}`);
    }
    return rightly([response]);
  });
}

function brief(entries: EntryView[]): string {
  const parts = entries.map((entry) =>
    entry.type === 'object' ? `${entry.name}:${entry.size}` : entry.name,
  );
  return `${parts.length} [${parts.join(' ').slice(0, 300)}]`;
}

export function stat(key: string, full = false): Question {
  return timed(async (stage, instance, allowed) => {
    const query = new URLSearchParams({ key, ...(full && { detail: 'full' }) });
    const response = await instance.ask({ target: v1(stage, `stat?${query}`) });
    if (response.statusCode !== 200 && !isNothing(response)) return judgeError(response, allowed);
    const said = response.statusCode === 200 ? JSON.parse(response.body) : undefined;
    const differs = await statDiffers(stage, key, said);
    return differs ? wrong(differs) : rightly([response]);
  });
}

export function statMany(keys: string[]): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ method: 'POST', target: v1(stage, 'stat'), body: { keys } });
    if (response.statusCode !== 200) return judgeError(response, allowed);
    const { results } = JSON.parse(response.body) as { results: (StatBody & { found: boolean })[] };
    for (const [i, key] of keys.entries()) {
      const result = results[i];
      if (result?.key !== key) return wrong(`result ${i} is of ${result?.key}, not of ${key}`);
      const differs = await statDiffers(stage, key, result.found ? result : undefined);
      if (differs) return wrong(differs);
    }
    return rightly([response]);
  });
}

interface StatBody {
  type: string;
  key: string;
  size: number;
  etag?: string;
  lastModified?: string;
  objects?: number;
  directories?: number;
}

/** How a stat differs from S3's state; `said` is undefined for "not found". */
async function statDiffers(
  stage: Stage,
  key: string,
  said: StatBody | undefined,
): Promise<string | undefined> {
  const { s3Client } = stage.ground;
  const head = key.endsWith('/') ? undefined : await headFromS3(s3Client, stage.bucket, key);
  const directory = key.endsWith('/') ? key : `${key}/`;
  const children = head ? [] : await listFromS3(s3Client, stage.bucket, directory);
  const objects = children.filter((child) => child.type === 'object');
  const truth = head
    ? { type: 'object', ...head }
    : children.length > 0
      ? {
          type: 'directory',
          objects: objects.length,
          directories: children.length - objects.length,
          size: objects.reduce((sum, { size }) => sum + size, 0),
        }
      : undefined;
  const { type, size, etag, lastModified, objects: count, directories } = said ?? ({} as StatBody);
  const shown =
    said &&
    (type === 'object' ? { type, size, lastModified, etag } : { type, objects: count, directories, size });
  if (isDeepStrictEqual(shown, truth)) return undefined;
  return `stat of ${key}: ${JSON.stringify(shown)}, S3 has ${JSON.stringify(truth)}`;
}

/** Sends an invalidation and, after its answer, lists: the listing must show what the invalidation promised. */
export function invalidation(body: { keys?: string[]; prefixes?: string[] }, prefix: string): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ method: 'POST', target: v1(stage, 'invalidations'), body });
    if (response.statusCode !== 200) return judgeError(response, allowed);
    const seen = await listing({ prefix })(stage, stage.ground.healthy, []);
    return seen.outcome === 'wrong' ? seen : { outcome: 'index' };
  });
}

/** A question about the service itself. Its answer must be well-formed, or a declared error. */
export function report(path: (stage: Stage) => string, field: string): Question {
  return timed(async (stage, instance, allowed) => {
    const response = await instance.ask({ target: path(stage) });
    if (response.statusCode !== 200) return judgeError(response, allowed);
    const said = JSON.parse(response.body);
    return field in said ? { outcome: 'index' } : wrong(`no ${field} in ${response.body.slice(0, 200)}`);
  });
}
