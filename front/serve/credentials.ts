/** The caller's AWS credentials, from the same places where the AWS SDK looks. */
import type { Credentials } from './sign.ts';

export interface CredentialOptions {
  profile?: string;
  /** The endpoint of another S3 server. Absent: AWS. */
  endpoint?: string;
  env: Record<string, string | undefined>;
  /** Epoch ms. */
  now: () => number;
  warn: (line: string) => void;
}

/** The first source in the SDK's chain, used when no profile is given. Loading the rest of the chain takes 12 MB. */
function fromEnvironment(env: CredentialOptions['env']): Credentials | undefined {
  const { AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env;
  if (AWS_PROFILE !== undefined || !AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
}

/** How long the absence of credentials is remembered, because looking for them takes seconds. */
const NONE_LIFE_MS = 60_000;

/**
 * `undefined` if no credentials are found. Requests are then sent unsigned, which works for public buckets and for
 * servers without accounts.
 */
export function awsCredentials(options: CredentialOptions): () => Promise<Credentials | undefined> {
  const { profile, endpoint, env, now, warn } = options;
  // A server other than AWS must not get the credentials of the EC2 instance that this runs on. Outside EC2, looking
  // for them would take seconds.
  if (endpoint !== undefined && !/\.amazonaws\.com(\.cn)?(:|\/|$)/.test(endpoint))
    env.AWS_EC2_METADATA_DISABLED ??= 'true';
  let provider: (() => Promise<Credentials>) | undefined;
  let noneSince: number | undefined;
  return async () => {
    const given = profile === undefined ? fromEnvironment(env) : undefined;
    if (given !== undefined) return given;
    if (noneSince !== undefined && now() - noneSince < NONE_LIFE_MS) return undefined;
    try {
      provider ??= (await import('@aws-sdk/credential-provider-node')).defaultProvider(
        profile === undefined ? {} : { profile },
      );
      const found = await provider();
      noneSince = undefined;
      return found;
    } catch (error) {
      if (noneSince === undefined) {
        warn(
          `no AWS credentials (${error instanceof Error ? error.message : error}): requests to S3 are sent unsigned`,
        );
      }
      noneSince = now();
      return undefined;
    }
  };
}
