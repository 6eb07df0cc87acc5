/** The environment of the fill function. */
import * as z from 'zod/mini';
import {
  type CommonSettings,
  common,
  commonSettings,
  DEFAULT_FUNCTION_MB,
  ENV,
  type Environment,
  functionMb,
  parseEnvironment,
  wholeNumber,
} from './env.ts';
import { url } from './env-buckets.ts';

/** SQS event sources take 2 to 1,000. */
export const DEFAULT_FILL_CONCURRENCY = 10;
export const MAX_FILL_CONCURRENCY = 1_000;
/** A page takes some 60 write units, half of them in the one partition of its tree, which takes 1,000 a second before DynamoDB divides it. */
export const DEFAULT_FILL_LISTS_PER_SECOND = 50;
export const MAX_FILL_LISTS_PER_SECOND = 3_500;

const fillEnv = z.object({
  ...common,
  [ENV.functionMb]: functionMb(DEFAULT_FUNCTION_MB.fill),
  [ENV.fillQueueUrl]: url,
  [ENV.fillConcurrency]: wholeNumber(1, MAX_FILL_CONCURRENCY),
  [ENV.fillListsPerSecond]: wholeNumber(1, MAX_FILL_LISTS_PER_SECOND),
  [ENV.sqsEndpoint]: z.optional(url),
});

export interface FillSettings extends CommonSettings {
  queueUrl: string;
  sqsEndpoint?: string | undefined;
  /** Functions at work at the same time. */
  concurrency: number;
  /** One of them sends a LIST no sooner than so long after the last. */
  listEveryMs: number;
}

/** @throws Error naming every fault of the settings. */
export function readFillSettings(env: Environment): FillSettings {
  const it = parseEnvironment('fill', fillEnv, env);
  const concurrency = it.S3DEX_FILL_CONCURRENCY;
  return {
    ...commonSettings(it),
    queueUrl: it.S3DEX_FILL_QUEUE_URL,
    sqsEndpoint: it.S3DEX_SQS_ENDPOINT,
    concurrency,
    listEveryMs: Math.ceil((1_000 * concurrency) / it.S3DEX_FILL_LISTS_PER_SECOND),
  };
}
