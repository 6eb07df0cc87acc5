/**
 * Deploys a stack, updates it under load and destroys it, with signed requests, on an AWS emulator that checks
 * signatures and permissions.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetBucketNotificationConfigurationCommand,
  ListObjectsV2Command,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sigV4 } from '../../contract/client/sigv4.ts';
import { ROUTES } from '../../contract/operations.ts';
import { callerStatement } from '../../infra/policies.ts';
import { createCaller } from './support/callers.ts';
import type { Outputs } from './support/cdk.ts';
import { REGION, ROOT_CREDENTIALS } from './support/emulator.ts';
import { resourcesIn } from './support/left-over.ts';
import { loopbackFetch } from './support/loopback-fetch.ts';
import { openPlace, type Place } from './support/place.ts';
import { queueDepths, settled } from './support/settle.ts';
import { signedCurl } from './support/signed-curl.ts';
import { LIVE, startTraffic } from './support/traffic.ts';
import { askUntil } from './support/until.ts';

const DEPLOYMENT_MS = 300_000;
const STEP_MS = 60_000;
/** Traffic runs for a while before and after the update. */
const AROUND_UPDATE_MS = 3_000;

/**
 * Failures that the emulator causes (ministack 1.5.33). When it replaces a function's code, it ends the function's
 * processes while they handle requests; Lambda lets them finish. Its S3 shares one process with all other services,
 * and may not answer for seconds on a busy machine.
 */
const EMULATORS_OWN = ['502 upstream-failed: {"errorMessage"', '503 unavailable: S3 did not answer'];

/** The hash at the end of the name of CDK's own function. */
const HASH = /[0-9a-fA-F]{30,}$/;

let place: Place;
let outputs: Outputs;
let before: string[];

beforeAll(async () => {
  place = await openPlace(['photos', 'logs', 'archive']);
  before = await resourcesIn(place);
}, DEPLOYMENT_MS);
afterAll(() => place?.stop());

const names = (answer: { entries: { name: string }[] }) => answer.entries.map((it) => it.name);

test(
  'the first deployment',
  async () => {
    await place.put('photos', '2026/cat.jpg');
    ({ outputs } = await place.cdk.deploy('buckets=photos,logs'));
    expect(outputs.Url).toMatch(/^http/);
  },
  DEPLOYMENT_MS,
);

describe('requests', () => {
  test(
    'signed by curl are answered: a miss, then a hit',
    async () => {
      const url = `${outputs.Url}/v1/buckets/photos/entries?limit=10&prefix=2026%2F`;
      const first = await signedCurl(url, ROOT_CREDENTIALS);
      expect(first).toContain('cache-status: s3dex; fwd=miss; stored');
      expect(first).toContain('"name":"cat.jpg"');
      expect(await signedCurl(url, ROOT_CREDENTIALS)).toContain('cache-status: s3dex; hit');
    },
    STEP_MS,
  );

  test(
    'signed by the client show a written key and a removed one after their events',
    async () => {
      const client = place.client(outputs.Url);
      await client.list('photos', '2026/');
      await place.put('photos', '2026/dog.jpg');
      const both = await askUntil(
        () => client.list('photos', '2026/'),
        (it) => it.entries.length === 2,
      );
      expect(names(both)).toEqual(['cat.jpg', 'dog.jpg']);
      expect(both.freshness.cacheStatus).toMatchObject({ hit: false, fwd: 'partial' });
      await place.remove('photos', '2026/dog.jpg');
      const one = await askUntil(
        () => client.list('photos', '2026/'),
        (it) => it.entries.length === 1,
      );
      expect(names(one)).toEqual(['cat.jpg']);
    },
    STEP_MS,
  );

  test(
    'that are unsigned or signed with a wrong secret are refused; health needs no signature',
    async () => {
      const url = `${outputs.Url}/v1/buckets/photos/entries`;
      expect((await loopbackFetch(url)).status).toBe(403);
      const guess = { ...(await createCaller(place, 'guesser', [])), secretAccessKey: 'a-guess' };
      await expect(place.client(outputs.Url, guess).list('photos')).rejects.toMatchObject({ status: 403 });
      expect((await loopbackFetch(`${outputs.Url}/v1/health`)).status).toBe(200);
    },
    STEP_MS,
  );
});

test(
  'the throttles of single routes are set on the stage',
  async () => {
    const { items } = await place.aws.get<{ items: { routeSettings?: Record<string, unknown> }[] }>(
      'apigateway',
      `/v2/apis/${outputs.ApiArn!.split(':').at(-1)!.replace('/', '')}/stages`,
    );
    expect(items[0]?.routeSettings).toMatchObject({
      'POST /v1/buckets/{bucket}/stat': { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  },
  STEP_MS,
);

describe('every route, for callers with the policies that infra/policies.ts writes', () => {
  const caller = (rank: 'reader' | 'operator', buckets?: string[]) =>
    callerStatement({ apiArn: outputs.ApiArn, rank, buckets });

  async function allowedRoutes(name: string, statements: object[]): Promise<string[]> {
    const sign = sigV4({ region: REGION, credentials: await createCaller(place, name, statements) });
    const allowed: string[] = [];
    for (const { method, path } of ROUTES.filter((it) => it.rank !== 'public')) {
      for (const bucket of path.includes('{bucket}') ? ['photos', 'logs'] : ['']) {
        const at = path.replace('{bucket}', bucket).replace('{id}', 'any');
        const url = outputs.Url + at;
        const body = method === 'POST' ? '{}' : undefined;
        const signed = await sign({ method, url, body, headers: {} } as Parameters<typeof sign>[0]);
        const headers = { ...signed, ...(body && { 'content-type': 'application/json' }) };
        const { status } = await loopbackFetch(url, { method, headers, body });
        if (status !== 403) allowed.push(`${method} ${at}`);
      }
    }
    return allowed;
  }

  const routesOf = (ranks: string[], buckets: string[]) =>
    ROUTES.filter((it) => ranks.includes(it.rank)).flatMap(({ method, path }) =>
      (path.includes('{bucket}') ? buckets : ['']).map(
        (it) => `${method} ${path.replace('{bucket}', it).replace('{id}', 'any')}`,
      ),
    );

  test(
    'nobody',
    async () => {
      expect(await allowedRoutes('nobody', [])).toEqual([]);
    },
    STEP_MS,
  );

  test(
    'a reader of one bucket',
    async () => {
      const seen = await allowedRoutes('reader', [caller('reader', ['photos'])]);
      // The list of buckets shows the names of other buckets too.
      const ofOneBucket = routesOf(['reader'], ['photos']).filter((it) => !it.endsWith(' /v1/buckets'));
      expect(seen.sort()).toEqual(ofOneBucket.sort());
    },
    STEP_MS,
  );

  test(
    'an operator',
    async () => {
      const seen = await allowedRoutes('operator', [caller('operator')]);
      expect(seen.sort()).toEqual(routesOf(['reader', 'operator'], ['photos', 'logs']).sort());
    },
    STEP_MS,
  );
});

test(
  'deploying again without changes changes nothing',
  async () => {
    const { printed } = await place.cdk.deploy('buckets=photos,logs');
    expect(printed).toContain('(no changes)');
  },
  DEPLOYMENT_MS,
);

describe('an update: a bucket more, a prefix, EventBridge for another', () => {
  test(
    'under 20 requests and 5 writes a second, no request fails and no answer is stale',
    async () => {
      const client = place.client(outputs.Url);
      const config = join(place.folder, 'settings.json');
      const buckets = [
        'photos',
        { name: 'logs', events: 'eventbridge' },
        { name: 'archive', prefixes: ['live/', '2026/'] },
      ];
      writeFileSync(config, JSON.stringify({ buckets, canary: true }));
      const traffic = startTraffic(place, client, ['photos', 'logs']);
      await new Promise((resolve) => setTimeout(resolve, AROUND_UPDATE_MS));
      ({ outputs } = await place.cdk.deploy(`config=${config}`));
      await new Promise((resolve) => setTimeout(resolve, AROUND_UPDATE_MS));
      const seen = await traffic.stop();
      await settled(place);

      console.log(
        `during the update: ${seen.answers} answers, ${seen.writes} writes, failures:`,
        seen.failures,
      );
      for (const bucket of ['photos', 'logs']) {
        const { Contents = [] } = await place.s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: LIVE }),
        );
        const { entries } = await client.list(bucket, LIVE);
        const shown = entries.map((it) => [it.key, it.type === 'object' && it.etag]);
        expect([bucket, shown]).toEqual([bucket, Contents.map((it) => [it.Key, it.ETag])]);
      }
      const dead = [...(await queueDepths(place))].filter(
        ([name, depth]) => /DeadLetters/.test(name) && depth > 0,
      );
      expect(dead).toEqual([]);
      const own = [...seen.failures.keys()].filter(
        (it) => !EMULATORS_OWN.some((start) => it.startsWith(start)),
      );
      expect(own).toEqual([]);
    },
    DEPLOYMENT_MS,
  );

  test(
    'events reach the index through EventBridge, and only those of the prefix',
    async () => {
      const client = place.client(outputs.Url);
      for (const bucket of ['photos', 'logs', 'archive']) {
        const earlier = names(await client.list(bucket, '2026/'));
        await place.put(bucket, '2026/later.jpg');
        const now = await askUntil(
          () => client.list(bucket, '2026/'),
          (it) => it.entries.length > earlier.length,
        );
        expect([bucket, names(now)]).toEqual([bucket, [...earlier, 'later.jpg'].sort()]);
      }
      await expect(client.list('archive', '')).rejects.toMatchObject({ status: 403, code: 'forbidden' });
    },
    STEP_MS,
  );
});

describe('the canary and the revision of the feed', () => {
  async function runCanary() {
    const functions = await place.aws.get<{ Functions: { FunctionName: string }[] }>(
      'lambda',
      '/2015-03-31/functions/',
    );
    return place.aws.invoke(
      functions.Functions.find((it) => it.FunctionName.includes('Canary'))!.FunctionName,
    );
  }
  const setNotifications = (Bucket: string, NotificationConfiguration: object) =>
    place.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));

  test(
    'the canary signs its requests, reads every bucket and finds no problem, but reports changed notifications',
    async () => {
      expect(await runCanary()).toEqual({ checks: 9, failed: [] });
      for (const bucket of ['photos', 'logs']) await setNotifications(bucket, {});
      expect(await runCanary()).toMatchObject({
        failed: [
          { check: 'photos: notifications', detail: expect.stringContaining('not sent to arn:aws:sqs:') },
          { check: 'logs: notifications', detail: expect.stringContaining('EventBridge') },
        ],
      });
    },
    STEP_MS,
  );

  test(
    'another revision sets the notifications and EventBridge again, and answers from before are not used',
    async () => {
      const client = place.client(outputs.Url);
      const listed = names(await client.list('logs', '2026/'));
      await place.put('logs', '2026/unnoticed.jpg');
      const config = join(place.folder, 'settings.json');
      const settings = JSON.parse(readFileSync(config, 'utf8'));
      writeFileSync(config, JSON.stringify({ ...settings, feed: { revision: 2 } }));
      ({ outputs } = await place.cdk.deploy(`config=${config}`));
      expect(await runCanary()).toEqual({ checks: 9, failed: [] });
      expect(names(await client.list('logs', '2026/'))).toEqual([...listed, 'unnoticed.jpg']);
    },
    DEPLOYMENT_MS,
  );
});

test(
  'after it is destroyed, what docs/deploy.md lists remains',
  async () => {
    await place.cdk.run('destroy', '--force', '-c', `config=${join(place.folder, 'settings.json')}`);
    const left = (await resourcesIn(place)).filter((it) => !before.includes(it));
    // docs/deploy.md names both in "Removing it", with the commands that delete them.
    expect(left.map((it) => it.replace(HASH, ''))).toEqual([
      'log group /aws/lambda/s3dex-BucketNotificationsHandler',
      'notifications of bucket logs',
    ]);
    const { EventBridgeConfiguration, QueueConfigurations } = await place.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: 'logs' }),
    );
    expect({ EventBridgeConfiguration, QueueConfigurations }).toEqual({ EventBridgeConfiguration: {} });
  },
  DEPLOYMENT_MS,
);
