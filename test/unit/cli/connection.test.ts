/** How options and environment variables determine the requests that are sent. */
import { describe, expect, test } from '@jest/globals';
import { runCommand, type Worldly } from '../../support/command-world.ts';

async function headersOf(
  argv: string[],
  given: Worldly = {},
): Promise<{ url: string; headers: Headers; err: string }> {
  let seen: { url: string; headers: Headers } | undefined;
  const fetch = async (input: unknown, init?: RequestInit) => {
    seen = { url: String(input), headers: new Headers(init?.headers) };
    return Response.json({ buckets: [] }, { headers: { 'cache-status': 's3dex; hit' } });
  };
  const { err } = await runCommand([...argv, 'ls'], { ...given, fetch: fetch as typeof globalThis.fetch });
  if (seen === undefined) throw new Error(`nothing was sent: ${err}`);
  return { ...seen, err };
}

describe('where the service is', () => {
  test('comes from --endpoint, then from the environment, then the local stack', async () => {
    const env = { S3DEX_ENDPOINT: 'http://from-env.example' };
    expect((await headersOf([])).url).toBe('http://127.0.0.1:4000/v1/buckets');
    expect((await headersOf([], { env })).url).toBe('http://from-env.example/v1/buckets');
    expect((await headersOf(['--endpoint', 'https://x.example/prod'], { env })).url).toBe(
      'https://x.example/prod/v1/buckets',
    );
  });

  test('ignores an empty variable', async () => {
    const { url, headers } = await headersOf([], { env: { S3DEX_ENDPOINT: '', S3DEX_TOKEN: '' } });
    expect(url).toBe('http://127.0.0.1:4000/v1/buckets');
    expect(headers.has('authorization')).toBe(false);
  });
});

describe('authorization', () => {
  test('is not sent by default', async () => {
    expect((await headersOf([])).headers.has('authorization')).toBe(false);
  });

  test('is a token from --token, or else from the environment', async () => {
    const env = { S3DEX_TOKEN: 'from-env' };
    expect((await headersOf([], { env })).headers.get('authorization')).toBe('Bearer from-env');
    expect((await headersOf(['--token', 't'], { env })).headers.get('authorization')).toBe('Bearer t');
  });

  describe('by signature', () => {
    const scope = async (argv: string[], env: Record<string, string> = {}) => {
      const before = { ...process.env };
      Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
      try {
        const { headers } = await headersOf(['--sign', ...argv], { env, now: () => 0 });
        return headers.get('authorization')?.match(/Credential=([^,]+)/)?.[1];
      } finally {
        process.env = before;
      }
    };

    test("is made for the endpoint's region", async () => {
      expect(await scope(['--endpoint', 'https://abc.execute-api.eu-central-1.amazonaws.com'])).toBe(
        'AKIDEXAMPLE/19700101/eu-central-1/execute-api/aws4_request',
      );
    });

    test('or else for the --region, before the one of the environment', async () => {
      const env = { AWS_REGION: 'us-west-2' };
      expect(await scope([], env)).toContain('/us-west-2/');
      expect(await scope(['--region', 'eu-north-1'], env)).toContain('/eu-north-1/');
    });
  });
});

test('the command sends its User-Agent', async () => {
  expect((await headersOf([])).headers.get('user-agent')).toMatch(/^s3dex\/\d/);
});

test('--verbose prints each request on stderr', async () => {
  const { err } = await headersOf(['--verbose'], { now: () => 0 });
  expect(err).toBe('GET http://127.0.0.1:4000/v1/buckets 200 s3dex; hit 0 ms\n');
});

test('--timeout ends an attempt that gets no answer, and another is made', async () => {
  let attempts = 0;
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    if (attempts++ > 0) return Response.json({ buckets: [{ name: 'photos' }] });
    return new Promise((_resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  };
  const { code, out } = await runCommand(['--timeout', '1', 'ls'], { fetch, now: () => 0 });
  expect({ code, out, attempts }).toEqual({ code: 0, out: 'photos\n', attempts: 2 });
});
