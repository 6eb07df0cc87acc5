/** From the global options to a client of the service. */
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

/** @param tuning what a command wants otherwise than the client's defaults. */
export async function connect(
  options: GlobalOptions,
  world: World,
  tuning: Pick<ClientOptions, 'retries' | 'heldAnswers' | 'timeoutMs'> = {},
): Promise<Connection> {
  const given = options.endpoint ?? (world.env.S3DEX_ENDPOINT || undefined);
  const endpoint = given ?? DEFAULT_ENDPOINT;
  const token = options.token ?? (world.env.S3DEX_TOKEN || undefined);
  if (options.sign && options.token !== undefined) {
    throw new UsageError('--sign, --token: a request is authorized in one way, not two');
  }
  const authorization = options.sign ? 'sigv4' : token !== undefined ? 'token' : 'none';
  try {
    const client = createClient({
      endpoint,
      fetch: tracingFetch(world, options.verbose ?? false),
      now: world.now,
      wait: world.wait,
      ...(options.timeout !== undefined && { timeoutMs: options.timeout * 1000 }),
      ...(options.sign ? { sign: await signer(options, endpoint, world) } : token !== undefined && { token }),
      ...tuning,
    });
    return {
      client,
      circumstances: { endpoint, endpointIsDefault: given === undefined, authorization },
    };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`--${error.message}`) : error;
  }
}

/** Loaded only here: most calls sign nothing. */
async function signer(options: GlobalOptions, endpoint: string, world: World): Promise<Authorize> {
  const region = options.region ?? regionOf(endpoint) ?? world.env.AWS_REGION ?? world.env.AWS_DEFAULT_REGION;
  if (region === undefined) {
    throw new UsageError('--sign needs the region of the API: --region or AWS_REGION');
  }
  const [{ sigV4 }, { defaultProvider }] = await Promise.all([
    import('../contract/client/sigv4.ts'),
    import('@aws-sdk/credential-provider-node'),
  ]);
  const credentials = defaultProvider(options.profile === undefined ? {} : { profile: options.profile });
  return sigV4({ region, credentials, now: world.now });
}

/** API Gateway's own addresses name their region. */
function regionOf(endpoint: string): string | undefined {
  return /\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?:[:/]|$)/.exec(endpoint)?.[1];
}

function tracingFetch(world: World, verbose: boolean): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('user-agent', `s3dex/${VERSION}`);
    const startedAt = world.now();
    const told = (how: string) =>
      verbose
        ? world.err.write(`${init?.method ?? 'GET'} ${input} ${how} ${world.now() - startedAt} ms\n`)
        : undefined;
    try {
      const response = await world.fetch(input, { ...init, headers });
      await told([response.status, response.headers.get('cache-status')].filter(Boolean).join(' '));
      return response;
    } catch (error) {
      await told('no answer');
      throw error;
    }
  };
}
