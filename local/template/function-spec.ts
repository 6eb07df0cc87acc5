/**
 * A function of the template, with everything that is needed to run it: bundle, settings, and its environment on
 * Lambda.
 */
import { z } from 'zod';
import type { FunctionSettings } from '../function-context.ts';
import type { Endpoints } from './aws-proxies.ts';
import { type Names, resolve } from './resolve.ts';
import type { Assembly } from './synthesize.ts';

/** The only runtime that this stack can run. Another one would need another version of Node. */
const RUNTIME = 'nodejs24.x';

const functionSchema = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string(),
  Runtime: z.literal(RUNTIME),
  MemorySize: z.int(),
  Timeout: z.int(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
  LoggingConfig: z.object({ LogGroup: z.string() }),
});

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface FunctionSpec {
  logicalId: string;
  /** Name of the role, as the policies use it. */
  role: string;
  /** Credentials by whose access key id the proxies recognise the role. */
  credentials: Credentials;
  folder: string;
  handler: string;
  settings: FunctionSettings;
  /** The environment variables that the template sets. */
  variables: Record<string, string>;
  logGroup: string;
}

export function readFunction(assembly: Assembly, names: Names, logicalId: string): FunctionSpec {
  const found = assembly.template.Resources[logicalId];
  if (found?.Type !== 'AWS::Lambda::Function')
    throw new Error(`${logicalId} is not a function of the template`);
  const it = functionSchema.parse(resolve({ ...found.Properties, Code: codeOf(found.Properties) }, names));
  return {
    logicalId,
    role: it.Role.slice(it.Role.lastIndexOf('/') + 1),
    credentials: { accessKeyId: `ASIA${logicalId.toUpperCase().slice(0, 16)}`, secretAccessKey: 'local' },
    folder: assembly.assetFolder(it.Code.S3Key.replace(/\.zip$/, '')),
    handler: it.Handler,
    settings: { name: logicalId, memoryMb: it.MemorySize, timeoutMs: it.Timeout * 1000 },
    variables: it.Environment.Variables,
    logGroup: it.LoggingConfig.LogGroup,
  };
}

/** The bucket of the asset is needed only by deployments, so it is not resolved. */
function codeOf(properties: Record<string, unknown>): { S3Key: unknown } {
  const { S3Key } = (properties.Code ?? {}) as { S3Key?: unknown };
  return { S3Key };
}

/**
 * The variables of the template, and those that Lambda sets (developer guide, configuration-envvars). Three are
 * specific to this machine: the credentials, which identify the caller; the endpoints of the services, in the SDK's
 * own variables; and the clock margin, because there is only one clock.
 */
export function environmentOf(
  spec: FunctionSpec,
  region: string,
  endpoints: Endpoints,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${RUNTIME}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.settings.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.settings.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: spec.folder,
    AWS_ACCESS_KEY_ID: spec.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: spec.credentials.secretAccessKey,
    ...(spec.credentials.sessionToken && { AWS_SESSION_TOKEN: spec.credentials.sessionToken }),
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    S3DEX_CLOCK_MARGIN_MS: '0',
    ...spec.variables,
  };
}
