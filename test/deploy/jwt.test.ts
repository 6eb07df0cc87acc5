/** A deployment for browsers, with JWT, CORS and the explorer, whose table and logs are retained. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROUTES } from '../../contract/operations.ts';
import type { Outputs } from './support/cdk.ts';
import { createIssuer, type TokenClient } from './support/cognito.ts';
import { resourcesIn } from './support/left-over.ts';
import { loopbackFetch } from './support/loopback-fetch.ts';
import { openPlace, type Place } from './support/place.ts';

const DEPLOYMENT_MS = 300_000;
const STEP_MS = 60_000;
const APP = 'https://app.example';

let place: Place;
let outputs: Outputs;
let callers: Record<'reader' | 'operator' | 'downloader' | 'neither' | 'other audience', TokenClient>;
let before: string[];
let authorizer: object;
const settingsFile = () => join(place.folder, 'settings.json');

beforeAll(async () => {
  place = await openPlace(['photos']);
  const { issuer, createClient } = await createIssuer(place, ['read', 'operate', 'download', 'nothing']);
  callers = {
    reader: await createClient('reader', ['s3dex/read']),
    operator: await createClient('operator', ['s3dex/operate']),
    downloader: await createClient('downloader', ['s3dex/download']),
    neither: await createClient('neither', ['s3dex/nothing']),
    'other audience': await createClient('other', ['s3dex/operate']),
  };
  authorizer = {
    ...{ type: 'jwt', issuer },
    audience: [callers.reader, callers.operator, callers.downloader, callers.neither].map(
      (it) => it.clientId,
    ),
  };
  before = await resourcesIn(place);
  await deploy(authorizer);
}, DEPLOYMENT_MS);
afterAll(() => place?.stop());

async function deploy(withAuthorizer: object): Promise<void> {
  const settings = {
    ...{ buckets: ['photos'], authorizer: withAuthorizer, cors: { origins: [APP] } },
    ...{ explorer: true, removalPolicy: 'retain' },
  };
  writeFileSync(settingsFile(), JSON.stringify(settings));
  ({ outputs } = await place.cdk.deploy(`config=${settingsFile()}`));
}

describe('every route', () => {
  const protectedRoutes = ROUTES.filter((it) => it.rank !== 'public');

  async function statuses(token?: string): Promise<Record<string, number>> {
    const seen: Record<string, number> = {};
    for (const { method, path } of protectedRoutes) {
      const url = outputs.Url + path.replace('{bucket}', 'photos').replace('{id}', 'any');
      const headers = {
        ...(token && { authorization: `Bearer ${token}` }),
        'content-type': 'application/json',
      };
      const { status } = await loopbackFetch(url, {
        method,
        headers,
        body: method === 'POST' ? '{}' : undefined,
      });
      seen[`${method} ${path}`] = status;
    }
    return seen;
  }
  const allAre = (status: number) =>
    Object.fromEntries(protectedRoutes.map((it) => [`${it.method} ${it.path}`, status]));

  test(
    'is 401 without a token, with an invalid one, or with one for another audience',
    async () => {
      const token = await callers.reader.token();
      expect(await statuses()).toEqual(allAre(401));
      expect(await statuses('garbage')).toEqual(allAre(401));
      // The changed claims no longer match the signature.
      const [header, claims, signature] = token.split('.');
      const other = (await callers.operator.token()).split('.');
      expect(await statuses([header, other[1], signature].join('.'))).toEqual(allAre(401));
      expect(claims).not.toBe(other[1]);
      expect(await statuses(await callers['other audience'].token())).toEqual(allAre(401));
    },
    STEP_MS,
  );

  test(
    "is 403 with a token that has none of the API's scopes",
    async () => {
      expect(await statuses(await callers.neither.token())).toEqual(allAre(403));
    },
    STEP_MS,
  );

  test(
    "a reader's scope allows the reader's routes, an operator's these too, a downloader's only downloads",
    async () => {
      const refused = (seen: Record<string, number>) =>
        Object.keys(seen).filter((route) => seen[route] === 401 || seen[route] === 403);
      const without = (...ranks: string[]) =>
        protectedRoutes.filter((it) => !ranks.includes(it.rank)).map((it) => `${it.method} ${it.path}`);
      expect(refused(await statuses(await callers.reader.token()))).toEqual(without('reader'));
      expect(refused(await statuses(await callers.operator.token()))).toEqual(without('reader', 'operator'));
      expect(refused(await statuses(await callers.downloader.token()))).toEqual(without('downloader'));
    },
    STEP_MS,
  );
});

describe('a page of another origin', () => {
  const preflight = (origin: string) =>
    loopbackFetch(`${outputs.Url}/v1/buckets/photos/entries`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      },
    });

  test(
    'may send requests if the settings name it, and sees the headers of answers',
    async () => {
      const allowed = await preflight(APP);
      expect(allowed.status).toBe(204);
      expect(allowed.headers.get('access-control-allow-origin')).toBe(APP);
      expect(allowed.headers.get('access-control-allow-headers')).toContain('authorization');
      const answer = await loopbackFetch(`${outputs.Url}/v1/buckets/photos/entries`, {
        headers: { origin: APP, authorization: `Bearer ${await callers.reader.token()}` },
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-expose-headers')).toContain('cache-status');
    },
    STEP_MS,
  );

  test('may not send requests if the settings do not name it', async () => {
    const refused = await preflight('https://elsewhere.example');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test(
  'the explorer is public',
  async () => {
    const page = await loopbackFetch(`${outputs.Url}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('<html');
  },
  STEP_MS,
);

test(
  'an update restricts callers to the prefixes that their tokens name',
  async () => {
    // In Cognito's tokens for a client, the subject is the client's ID.
    const own = `users/${callers.reader.clientId}/`;
    await place.put('photos', `${own}mine.txt`);
    await place.put('photos', 'users/somebody-else/theirs.txt');
    await deploy({ ...authorizer, callerPrefixes: ['users/$' + '{sub}/'] });
    const headers = { authorization: `Bearer ${await callers.reader.token()}` };
    const get = async (target: string) => {
      const answer = await loopbackFetch(`${outputs.Url}/v1/buckets${target}`, { headers });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    expect((await get('')).body.buckets).toEqual([
      expect.objectContaining({ name: 'photos', prefixes: [own] }),
    ]);
    const mine = await get(`/photos/entries?prefix=${own}`);
    expect(mine.body.entries.map((it: { key: string }) => it.key)).toEqual([`${own}mine.txt`]);
    for (const prefix of ['', 'users/', 'users/somebody-else/']) {
      expect(await get(`/photos/entries?prefix=${prefix}`)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
  },
  DEPLOYMENT_MS,
);

test(
  'after it is destroyed, the table and the logs remain, as its settings say',
  async () => {
    await place.cdk.run('destroy', '--force', '-c', `config=${settingsFile()}`);
    const left = (await resourcesIn(place)).filter((it) => !before.includes(it));
    const kinds = left.map((it) => it.replace(/-[0-9A-F]{13}$|[0-9a-fA-F]{30,}$|-[0-9a-f-]{36}$/, ''));
    // The emulator has its own names for groups.
    const names = kinds.map((it) =>
      it.replace(/[0-9A-F]{8}$/, '').replace('/aws/cloudformation/s3dex', '...'),
    );
    expect(names).toEqual([
      'log group .../IndexExplorerLogs',
      'log group .../IndexFillsWorkerLogs',
      'log group .../IndexInvalidationLogs',
      'log group .../IndexListingLogs',
      'log group /aws/lambda/s3dex-BucketNotificationsHandler',
      'log group /aws/vendedlogs/s3dex/s3dex-Index-Http-',
      'table s3dex-IndexTable',
    ]);
  },
  DEPLOYMENT_MS,
);
