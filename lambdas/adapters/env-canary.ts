/** The environment of the canary: which service it calls, and which buckets it compares. */
import * as z from 'zod/mini';
import { ENV, parseEnvironment } from './env.ts';
import { filled, jsonText, servedPrefix, url } from './env-buckets.ts';

const bucket = z.strictObject({
  name: filled,
  region: filled,
  prefixes: z.optional(z.array(servedPrefix)),
  requestPayer: z.optional(z.literal('requester', { error: 'must be "requester"' })),
  /** The target of the bucket's events: the ARN of a queue or topic, `eventbridge` or `none`. */
  notifies: z
    .string()
    .check(z.regex(/^(arn:.+|eventbridge|none)$/, { error: 'must be an ARN, "eventbridge" or "none"' })),
});

const canaryEnv = z.object({
  [ENV.apiUrl]: url,
  [ENV.canaryBuckets]: z.pipe(
    jsonText,
    z
      .array(bucket, { error: 'must be an array of buckets' })
      .check(z.minLength(1, { error: 'must name at least one bucket' })),
  ),
  [ENV.deployment]: filled,
  [ENV.s3Endpoint]: z.optional(url),
  [ENV.region]: filled,
});

export interface CanarySettings {
  apiUrl: string;
  deployment: string;
  /** The API's Region. */
  region: string;
  buckets: (Omit<z.output<typeof bucket>, 'prefixes'> & {
    prefixes: string[];
    endpoint?: string | undefined;
  })[];
}

/** @throws Error naming every fault of the settings. */
export function readCanarySettings(env: Readonly<Record<string, string | undefined>>): CanarySettings {
  const it = parseEnvironment('canary', canaryEnv, env);
  return {
    apiUrl: it.S3DEX_API_URL,
    deployment: it.S3DEX_DEPLOYMENT,
    region: it.AWS_REGION,
    buckets: it.S3DEX_CANARY_BUCKETS.map(({ prefixes = [], ...rest }) => ({
      ...rest,
      prefixes,
      endpoint: it.S3DEX_S3_ENDPOINT,
    })),
  };
}
