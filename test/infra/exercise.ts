/**
 * One run through everything a deployment does, for a stack that serves `photos` (notifications) and `logs` (EventBridge):
 * every route, every kind of event, every call the functions make. It throws at the first thing that is not as it should be.
 */
import assert from 'node:assert/strict';
import { ROUTES } from '../../contract/operations.ts';
import type { LocalMetrics } from '../../local/metrics.ts';
import type { TemplateStack } from '../../local/template/stack.ts';

const BUCKETS = ['photos', 'logs'];
const LOOK_EVERY_MS = 20;
/** One event name for each kind that S3 notifies of or that EventBridge makes of one. */
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

export type Section = 'routes' | 'kinds' | 'changes' | 'dead letters';

/**
 * The sections in this order, in directories of their own (`id`); after each, nothing may have been denied. `kinds` waits for
 * nothing else to be on its way.
 */
export async function exercise(stack: TemplateStack, id: string, sections: Section[]): Promise<void> {
  const run = runner(stack, id);
  const steps: Record<Section, () => Promise<void>> = {
    routes: () => everyRoute(run),
    kinds: () => inEach((bucket) => everyKind(run, bucket)),
    changes: () => inEach((bucket) => changes(run, bucket)),
    'dead letters': () => deadLetter(run),
  };
  for (const section of sections) {
    await steps[section]();
    nothingDenied(stack);
  }
}

export const SECTIONS: Section[] = ['routes', 'kinds', 'changes', 'dead letters'];

/** What the stack is to have from the start, and this once: it changes it for good. */
export async function exerciseLargeDirectory(stack: TemplateStack): Promise<void> {
  await largeDirectory(runner(stack, ''));
  nothingDenied(stack);
}

async function inEach(run: (bucket: string) => Promise<void>): Promise<void> {
  for (const bucket of BUCKETS) await run(bucket);
}

function nothingDenied(stack: TemplateStack): void {
  const { denied } = stack.report().permissions;
  assert.equal(denied.length, 0, `denied: ${denied.join(', ')}`);
}

/** Looks for refusals while waiting: what waits for a call that is refused waits in vain. */
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

/** By their JSON: what fetch parses is of another realm than a test's arrays. */
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
  const ok = async (method: string, path: string, body?: unknown) => {
    const answer = await unlessDenied(stack, api(method, path, body));
    nothingDenied(stack);
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.status}`);
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

/** Each answers as itself, and what is no route as the service says it. */
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
  };
  for (const { method, path } of ROUTES) {
    const last = path.slice(path.lastIndexOf('/') + 1);
    const target = path.replace('{bucket}', 'photos') + (method === 'POST' ? '' : (query[last] ?? ''));
    const answer = await ok(method, target, method === 'POST' ? bodies[last] : undefined);
    if (path === '/v1/stats' && method === 'GET') assert.ok('table' in ((await answer.json()) as object));
  }
  const lost = await api('GET', '/v1/nowhere');
  same([lost.status, ((await lost.json()) as { code?: string }).code], [404, 'no-such-route']);
}

/** Each reaches the function once. */
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

/** A write and a removal are seen, warm answers cost nothing, and emptied directories vanish. */
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

/** Directory of `photos` that is there from the start, and how many objects it has: more than one chunk holds. */
export const LARGE = { prefix: 'g/', objects: 270, left: 5 };

/** Of its last chunk only a few objects are left, and it is listed again: that chunk goes. */
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
