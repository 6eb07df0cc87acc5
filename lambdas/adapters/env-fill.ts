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

/** Maximum number of fill functions that run at the same time. SQS event sources accept 2 to 1,000. */
export const DEFAULT_FILL_CONCURRENCY = 10;
export const MAX_FILL_CONCURRENCY = 1_000;
/**
 * Storing a page takes about 60 write units. Half of them go to the one partition of its tree, which accepts 1,000
 * units a second before DynamoDB divides it.
 */
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
  /** Maximum number of fill functions that run at the same time. */
  concurrency: number;
  /** Minimum time between the starts of two LISTs of one function. */
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
