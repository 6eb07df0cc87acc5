/** Creates the client of the service from the global options. */
import { type Authorize, type Client, type ClientOptions, createClient } from '../contract/client.ts';
import type { Circumstances } from './explain.ts';
import { DEFAULT_ENDPOINT, type GlobalOptions } from './global-options.ts';
import { UsageError } from './usage-error.ts';
import { VERSION } from './version.ts';
import type { World } from './world.ts';

export interface Connection {
  client: Client;
  circumstances: Circumstances;
}

/** Overrides of the client's defaults. */
type Tuning = Pick<ClientOptions, 'retries' | 'heldAnswers' | 'timeoutMs' | 'fetch'>;

export async function connect(
  options: GlobalOptions,
  world: World,
  { fetch = world.fetch, ...tuning }: Tuning = {},
): Promise<Connection> {
  const endpoint = options.endpoint ?? (world.env.S3DEX_ENDPOINT || DEFAULT_ENDPOINT);
  const token = options.token ?? (world.env.S3DEX_TOKEN || undefined);
  if (options.sign && options.token !== undefined) {
    throw new UsageError('--sign and --token are mutually exclusive');
  }
  const authorization = options.sign ? 'sigv4' : token !== undefined ? 'token' : 'none';
  try {
    const client = createClient({
      endpoint,
      fetch: tracingFetch(fetch, world, options.verbose ?? false),
      now: world.now,
      wait: world.wait,
      timeoutMs: options.timeout === undefined ? undefined : options.timeout * 1000,
      ...(options.sign ? { sign: await signer(options, endpoint, world) } : token !== undefined && { token }),
      ...tuning,
    });
    return {
      client,
      circumstances: { endpoint, endpointIsDefault: isDefault(endpoint), authorization },
    };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`--${error.message}`) : error;
  }
}

/** Loaded only when needed, because most calls are not signed. */
async function signer(options: GlobalOptions, endpoint: string, world: World): Promise<Authorize> {
  const region = options.region ?? regionOf(endpoint) ?? world.env.AWS_REGION ?? world.env.AWS_DEFAULT_REGION;
  if (region === undefined) {
    throw new UsageError('--sign needs the Region of the API: set --region or AWS_REGION');
  }
  const [{ sigV4 }, { defaultProvider }] = await Promise.all([
    import('../contract/client/sigv4.ts'),
    import('@aws-sdk/credential-provider-node'),
  ]);
  const credentials = defaultProvider(options.profile === undefined ? {} : { profile: options.profile });
  return sigV4({ region, credentials, now: world.now });
}

/** True for the address of the local stack, whether it was given or is the default. */
function isDefault(endpoint: string): boolean {
  return URL.canParse(endpoint) && new URL(endpoint).origin === DEFAULT_ENDPOINT;
}

/** The Region in an address of API Gateway; `undefined` for any other address. */
function regionOf(endpoint: string): string | undefined {
  return /\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?:[:/]|$)/.exec(endpoint)?.[1];
}

function tracingFetch(send: typeof fetch, world: World, verbose: boolean): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('user-agent', `s3dex/${VERSION}`);
    const startedAt = world.now();
    const trace = (how: string) =>
      verbose
        ? world.err.write(`${init?.method ?? 'GET'} ${input} ${how} ${world.now() - startedAt} ms\n`)
        : undefined;
    try {
      const response = await send(input, { ...init, headers });
      await trace([response.status, response.headers.get('cache-status')].filter(Boolean).join(' '));
      return response;
    } catch (error) {
      await trace('no answer');
      throw error;
    }
  };
}
