/**
 * Exercises everything that a deployment does, for a stack that serves `photos` (notifications) and `logs`
 * (EventBridge): every route, every kind of event, and every call that the functions make. Throws at the first error.
 */
import assert from 'node:assert/strict';
import { ROUTES } from '../../../contract/operations.ts';
import type { LocalMetrics } from '../../../local/metrics.ts';
import type { TemplateStack } from '../../../local/template/stack.ts';

const BUCKETS = ['photos', 'logs'];
const LOOK_EVERY_MS = 20;
/** One event name for each kind that S3 sends, or that EventBridge derives from an event. */
export const EVENT_NAMES = [
  'ObjectCreated:Put',
  'ObjectRemoved:Delete',
  'LifecycleExpiration:Delete',
  'LifecycleTransition',
  'IntelligentTiering',
  'ObjectRestore:Post',
  'ObjectRestore:Completed',
  'ObjectRestore:Delete',
];

export type Section = 'routes' | 'kinds' | 'changes' | 'fills' | 'dead letters';

/**
 * Runs the sections in this order, in separate directories (`id`). After each section, no call may have been denied.
 * `kinds` runs only when no other message is in progress.
 */
export async function exercise(stack: TemplateStack, id: string, sections: Section[]): Promise<void> {
  const run = runner(stack, id);
  const steps: Record<Section, () => Promise<void>> = {
    routes: () => everyRoute(run),
    kinds: () => inEach((bucket) => everyKind(run, bucket)),
    changes: () => inEach((bucket) => changes(run, bucket)),
    fills: () => inEach((bucket) => smallFill(run, bucket)),
    'dead letters': () => deadLetter(run),
  };
  for (const section of sections) {
    await steps[section]();
    nothingDenied(stack);
  }
}

export const SECTIONS: Section[] = ['routes', 'kinds', 'changes', 'fills', 'dead letters'];

/**
 * Needs objects that must exist at the start. Runs only once on a stack, because it changes the stack permanently.
 */
export async function exerciseLargeDirectory(stack: TemplateStack): Promise<void> {
  const run = runner(stack, '');
  await fill(run, 'photos', WIDE.prefix);
  await fill(run, 'photos', LARGE.prefix);
  await largeDirectory(run);
  // For the tree: removes what the workers stored before.
  await fill(run, 'photos', LARGE.prefix);
  nothingDenied(stack);
}

async function inEach(run: (bucket: string) => Promise<void>): Promise<void> {
  for (const bucket of BUCKETS) await run(bucket);
}

function nothingDenied(stack: TemplateStack): void {
  const { denied } = stack.report().permissions;
  assert.equal(denied.length, 0, `denied: ${denied.join(', ')}`);
}

/** While waiting, checks whether a call was denied: otherwise the wait for a denied call would never end. */
async function unlessDenied<T>(stack: TemplateStack, waited: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const refused = new Promise<never>((_resolve, reject) => {
    timer = setInterval(() => {
      try {
        nothingDenied(stack);
      } catch (error) {
        reject(error);
      }
    }, LOOK_EVERY_MS);
  });
  try {
    return await Promise.race([waited, refused]);
  } finally {
    clearInterval(timer);
  }
}

/** Compares JSON texts, because objects that fetch parses belong to another realm than the test's objects. */
function same(given: unknown, wanted: unknown): void {
  const [text, expected] = [JSON.stringify(given), JSON.stringify(wanted)];
  assert.ok(text === expected, `${text} instead of ${expected}`);
}

type Run = ReturnType<typeof runner>;

function runner(stack: TemplateStack, id: string) {
  const api = (method: string, path: string, body?: unknown) =>
    fetch(stack.apiUrl + path, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  const ok = async (method: string, path: string, body?: unknown, status = 200) => {
    const answer = await unlessDenied(stack, api(method, path, body));
    nothingDenied(stack);
    assert.equal(answer.status, status, `${method} ${path}: ${answer.status}`);
    return answer;
  };
  const list = async (bucket: string, prefix: string) => {
    const answer = await ok('GET', `/v1/buckets/${bucket}/entries?prefix=${encodeURIComponent(prefix)}`);
    const { entries } = (await answer.json()) as { entries: { name: string }[] };
    return { names: entries.map((it) => it.name), status: answer.headers.get('cache-status') ?? '' };
  };
  const s3 = async (method: 'PUT' | 'DELETE', bucket: string, key: string) => {
    const answer = await fetch(`${stack.s3Url}/${bucket}/${key}`, {
      method,
      ...(method === 'PUT' && { body: key }),
    });
    assert.ok(answer.ok, `${method} ${key}: ${answer.status}`);
  };
  const settle = () => ok('POST', '/_local/settle');
  const metrics = async () => (await ok('GET', '/_local/metrics')).json() as Promise<LocalMetrics>;
  return { id, api, ok, list, s3, settle, metrics };
}

/** Each route returns its own answer, and an unknown route returns the service's own error. */
async function everyRoute({ id, api, ok, s3 }: Run): Promise<void> {
  const directory = `${id}/a/`;
  const key = `${directory}b.txt`;
  await s3('PUT', 'photos', key);
  const query: Record<string, string> = {
    stat: `?key=${key}`,
    entries: `?prefix=${directory}`,
    usage: `?prefix=${directory}`,
    index: `?prefix=${directory}`,
  };
  const bodies: Record<string, unknown> = {
    stat: { keys: [key, directory] },
    entries: { prefixes: [directory] },
    invalidations: { keys: [key], prefixes: ['none/'] },
    downloads: { key },
  };
  const begun = await ok('POST', '/v1/buckets/photos/fills', { prefix: directory, recursive: true }, 202);
  const location = begun.headers.get('location') ?? '';
  for (const method of ['GET', 'HEAD']) await ok(method, location);
  await ok('DELETE', location, undefined, 204);
  for (const { method, path } of ROUTES) {
    if (path.includes('/fills')) continue;
    const last = path.slice(path.lastIndexOf('/') + 1);
    const target = path.replace('{bucket}', 'photos') + (method === 'POST' ? '' : (query[last] ?? ''));
    // No bucket of this deployment has the setting for download URLs.
    const status = last === 'downloads' ? 404 : 200;
    const answer = await ok(method, target, method === 'POST' ? bodies[last] : undefined, status);
    if (path === '/v1/stats' && method === 'GET') assert.ok('table' in ((await answer.json()) as object));
  }
  const lost = await api('GET', '/v1/nowhere');
  same([lost.status, ((await lost.json()) as { code?: string }).code], [404, 'no-such-route']);
}

/** Each kind of event reaches the function once. */
async function everyKind({ id, ok, settle, metrics }: Run, bucket: string): Promise<void> {
  await settle();
  for (const eventName of EVENT_NAMES) {
    const before = (await metrics()).events.received;
    await ok('POST', '/_local/events', {
      Records: [
        {
          eventVersion: '2.4',
          eventSource: 'aws:s3',
          awsRegion: 'us-east-1',
          eventTime: '2026-11-22T00:00:00.000Z',
          eventName,
          s3: { bucket: { name: bucket }, object: { key: `${id}/some+where/x` } },
        },
      ],
    });
    await settle();
    assert.equal((await metrics()).events.received, before + 1, `${eventName} in ${bucket} was not received`);
  }
}

/** A write and a removal are visible, warm answers cost nothing, and emptied directories disappear. */
async function changes({ id, list, ok, s3, settle, api }: Run, bucket: string): Promise<void> {
  const above = `${id}/c/`;
  const directory = `${above}d/`;
  const stat = `/v1/buckets/${bucket}/stat?key=${directory}f.txt`;
  await s3('PUT', bucket, `${directory}e.txt`);
  await settle();
  same((await list(bucket, directory)).names, ['e.txt']);
  same((await list(bucket, above)).names, ['d/']);
  assert.match((await list(bucket, above)).status, /^s3dex; hit/);
  await s3('PUT', bucket, `${directory}f.txt`);
  await settle();
  await ok('GET', stat);
  same((await list(bucket, directory)).names, ['e.txt', 'f.txt']);
  for (const name of ['e.txt', 'f.txt']) {
    await s3('DELETE', bucket, directory + name);
    await settle();
  }
  same((await api('GET', stat)).status, 404);
  same((await list(bucket, above)).names, []);
}

async function smallFill(run: Run, bucket: string): Promise<void> {
  const directory = `${run.id}/filled/`;
  await run.s3('PUT', bucket, `${directory}a/b.txt`);
  await run.settle();
  await fill(run, bucket, directory);
  assert.match((await run.list(bucket, `${directory}a/`)).status, /^s3dex; hit/);
}

/** A failed message is delivered again after a second, and a worker that waits for the table retries for seconds. */
const FILLED_WITHIN_MS = 20_000;

/** Fills everything below the prefix, and waits for the end. */
async function fill({ ok }: Run, bucket: string, prefix: string): Promise<void> {
  const begun = await ok('POST', `/v1/buckets/${bucket}/fills`, { prefix, recursive: true }, 202);
  const location = begun.headers.get('location') ?? '';
  const until = Date.now() + FILLED_WITHIN_MS;
  for (let state = 'queued'; state !== 'complete'; ) {
    assert.ok(Date.now() < until, `the fill of ${prefix} is ${state} after ${FILLED_WITHIN_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    ({ state } = (await (await ok('GET', location)).json()) as { state: string });
    assert.ok(state !== 'failed', `the fill of ${prefix} failed`);
  }
}

/**
 * Directories in `photos` at the start. They hold more objects than three LISTs return, so that a fill is divided.
 */
export const WIDE = { prefix: 'wide/', directories: 40, each: 100 };

/**
 * A directory in `photos` at the start, with more objects than fit in one chunk. `left`: how many are left at the
 * end.
 */
export const LARGE = { prefix: 'g/', objects: 270, left: 5 };

/**
 * Deletes most objects of the directory's last chunk. The directory is then listed again, and the chunk is removed.
 */
async function largeDirectory({ list, ok, s3, settle }: Run): Promise<void> {
  const { names } = await list('photos', LARGE.prefix);
  same(names.length, LARGE.objects);
  const index = await ok('GET', `/v1/buckets/photos/index?prefix=${LARGE.prefix}`);
  const { chunks } = (await index.json()) as { chunks: { entries: number }[] };
  assert.ok(chunks.length > 1, 'the large directory is one chunk');
  const removed = names.slice(LARGE.left - chunks.at(-1)!.entries);
  for (const name of removed) await s3('DELETE', 'photos', LARGE.prefix + name);
  await settle();
  await ok('POST', '/v1/buckets/photos/invalidations', { prefixes: [LARGE.prefix] });
  same((await list('photos', LARGE.prefix)).names.length, names.length - removed.length);
}

async function deadLetter({ ok, settle, metrics }: Run): Promise<void> {
  const before = (await metrics()).events.deadLetters;
  await ok('POST', '/_local/events', { not: 'an event' });
  await settle();
  assert.equal((await metrics()).events.deadLetters, before + 1, 'no dead letter');
}
