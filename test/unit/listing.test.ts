/** The wiring of the listing function: what stops its start, and what it serves without S3 or a table. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { eventOf } from './http/fixture.ts';

const ENVIRONMENT = {
  S3DEX_TABLE: 'index',
  S3DEX_BUCKETS: '[{"name":"demo","events":"s3"}]',
  AWS_REGION: 'us-east-1',
  POWERTOOLS_METRICS_DISABLED: 'true',
};
const given = { ...process.env };

async function startWith(environment: Record<string, string>) {
  process.env = { ...environment };
  jest.resetModules();
  return await import('../../lambdas/listing.ts');
}

afterEach(() => {
  process.env = { ...given };
});

describe('the listing function', () => {
  test('does not start without its settings, and names them', async () => {
    await expect(startWith({ S3DEX_TABLE: 'index', S3DEX_BUCKET: 'demo' })).rejects.toThrow(
      /S3DEX_BUCKET is not a setting[\s\S]*S3DEX_BUCKETS is missing[\s\S]*AWS_REGION is missing/,
    );
  });

  test('serves what needs neither S3 nor a table', async () => {
    const { handler, counters } = await startWith(ENVIRONMENT);
    const send = (path: string) => handler(eventOf({ path }), { awsRequestId: 'r' } as never);
    expect(await send('/v1/health')).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
    expect(JSON.parse((await send('/v1/buckets'))!.body).buckets).toHaveLength(1);

    const document = JSON.parse((await send('/v1/openapi.json'))!.body);
    const committed = new URL('../../docs/openapi.json', import.meta.url);
    expect(document).toEqual(JSON.parse(readFileSync(committed, 'utf8')));
    expect(counters()).toEqual({ httpRequests: 3, functionGbSeconds: expect.any(Number) });
  });
});
