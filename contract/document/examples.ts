/** One example of each answer, for the OpenAPI document. A test parses each example with its schema. */
import type { BucketsAnswer } from '../answers/buckets.ts';
import type { DownloadAnswer } from '../answers/download.ts';
import type { FillAnswer, FillStatusAnswer } from '../answers/fill.ts';
import type { InspectAnswer } from '../answers/inspect.ts';
import type { InvalidateAnswer } from '../answers/invalidate.ts';
import type { ListAnswer } from '../answers/list.ts';
import type { ListManyAnswer } from '../answers/list-many.ts';
import type { HealthAnswer } from '../answers/service.ts';
import type { StatAnswer } from '../answers/stat.ts';
import type { StatManyAnswer } from '../answers/stat-many.ts';
import type { StatsAnswer } from '../answers/stats.ts';
import type { UsageAnswer } from '../answers/usage.ts';
import { PRICES_AS_OF, PRICES_REGION } from '../prices.ts';

const cat = {
  size: 483_112,
  lastModified: '2026-11-20T18:03:11.000Z',
  etag: '"9b2cf535f27731c974343645a3985328"',
  storageClass: 'STANDARD',
};

const list: ListAnswer = {
  bucket: 'demo',
  prefix: 'photos/',
  entries: [
    { type: 'object', name: 'cat.jpg', key: 'photos/cat.jpg', ...cat },
    { type: 'directory', name: 'raw/', key: 'photos/raw/' },
  ],
};

const { bucket: _, ...page } = list;
const listMany: ListManyAnswer = {
  results: [
    page,
    {
      prefix: 'private/',
      problem: {
        type: 'urn:s3dex:problem:forbidden',
        title: 'Outside the served prefixes',
        status: 403,
        detail: 'prefixes[1]: "private/" is outside the served prefixes',
        code: 'forbidden',
      },
    },
  ],
};

const usage: UsageAnswer = {
  bucket: 'demo',
  prefix: 'photos/',
  objects: 42,
  size: 20_483_112,
  lastModified: cat.lastModified,
  oldest: '2024-02-29T12:00:00.000Z',
  largest: { key: 'photos/2026/panorama.tif', size: 9_104_332 },
  byStorageClass: { STANDARD: { objects: 40, size: 20_000_000 }, GLACIER: { objects: 2, size: 483_112 } },
  complete: true,
  children: [{ prefix: 'photos/2026/', objects: 41, size: 20_000_000, lastModified: cat.lastModified }],
};

const stat: StatAnswer = { type: 'object', name: 'cat.jpg', key: 'photos/cat.jpg', ...cat };

const statMany: StatManyAnswer = {
  results: [
    { key: 'photos/cat.jpg', found: true, type: 'object', name: 'cat.jpg', ...cat },
    {
      key: 'photos/',
      found: true,
      type: 'directory',
      lastModified: cat.lastModified,
      objects: 1,
      directories: 1,
      size: cat.size,
      complete: true,
    },
    { key: 'photos/dog.jpg', found: false },
  ],
};

const invalidate: InvalidateAnswer = { invalidatedAt: '2026-11-22T09:30:00.000Z' };

const fill: FillAnswer = { id: 'x2K9mQ4r1Zs' };

const fillStatus: FillStatusAnswer = {
  id: 'x2K9mQ4r1Zs',
  prefix: 'photos/',
  state: 'running',
  listed: 42_000,
  pages: 42,
  startedAt: '2026-11-22T09:30:00.000Z',
};

const download: DownloadAnswer = {
  url: 'https://demo.s3.us-east-1.amazonaws.com/photos/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0f3c',
  expiresAt: '2026-11-22T09:45:00.000Z',
};

const inspect: InspectAnswer = {
  bucket: 'demo',
  prefix: 'photos/',
  coverage: 'complete',
  truncated: false,
  voidNames: 1,
  head: { watchedUntil: '2026-11-22T11:00:00.000Z', misses: 0 },
  chunks: [
    {
      entries: 2,
      observedAt: '2026-11-22T09:30:00.000Z',
      ageSeconds: 12,
      endsAt: '2026-11-22T10:30:00.000Z',
      size: cat.size,
      bytes: 96,
      state: 'valid',
    },
  ],
  marks: [
    { name: 'cat.jpg', appearedAt: '2026-11-22T09:30:07.412Z', vanishedAt: '2026-11-22T09:30:07.412Z' },
  ],
  records: [],
  tree: {
    root: '',
    watchedUntil: '2026-11-22T11:00:00.000Z',
    coverage: 'none',
    usageCoverage: 'complete',
    truncated: false,
    chunks: [],
    digests: [
      {
        directories: 2,
        objects: 42,
        observedAt: '2026-11-22T09:30:00.000Z',
        ageSeconds: 12,
        endsAt: '2026-11-22T10:30:00.000Z',
        size: 20_483_112,
        bytes: 88,
        state: 'valid',
      },
    ],
    marks: [],
  },
};

const buckets: BucketsAnswer = {
  buckets: [
    {
      name: 'demo',
      events: 's3',
      listTtlSeconds: 3600,
      statTtlSeconds: 3600,
      tree: { roots: [''], ttlSeconds: 3600 },
    },
  ],
};

const stats: StatsAnswer = {
  since: '2026-11-22T09:00:00.000Z',
  requests: 1000,
  hits: 960,
  partial: 10,
  misses: 30,
  bypassed: 0,
  stale: 0,
  failed: 0,
  s3: { lists: 30, heads: 10, listsAvoided: 970, headsAvoided: -10 },
  dynamodb: { readUnits: 5000, writeUnits: 960 },
  dollars: {
    region: PRICES_REGION,
    pricesAsOf: PRICES_AS_OF,
    direct: 0.005,
    spent: 0.003554,
    front: 0.002175,
    saved: 0.001446,
    savedWithHeads: 0.401446,
  },
  table: { items: 1200, bytes: 4_800_000 },
};

const health: HealthAnswer = { status: 'ok' };

const openapi = { openapi: '3.1.1', info: { title: 's3dex', version: '1.0.0' }, paths: {} };

export const EXAMPLES = {
  list,
  listMany,
  usage,
  stat,
  statMany,
  invalidate,
  fill,
  fillStatus,
  download,
  inspect,
  buckets,
  stats,
  health,
  openapi,
};
