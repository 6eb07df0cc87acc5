/**
 * What calls cost, dollars, us-east-1, as of the date below (sources: docs of S3, DynamoDB on-demand, API Gateway HTTP
 * APIs, Lambda, SQS and CloudWatch pricing). Shared by the stats, the metrics and the benchmarks, so that a moved price is moved once; those
 * that the core decides by are its own.
 */
import { DECIDING_PRICES } from '../shared/prices.ts';

export const PRICES_AS_OF = '2026-11-22';
export const PRICES_REGION = 'us-east-1';

const PER_MILLION = 1e-6;

export const PRICES = {
  ...DECIDING_PRICES,
  /** Strong; an eventual read is half a unit. */
  readUnit: 0.125 * PER_MILLION,
  httpApiRequest: 1 * PER_MILLION,
  /** Without the time it runs. */
  lambdaRequest: 0.2 * PER_MILLION,
  /** A gigabyte of function memory for a second, arm64. */
  lambdaGbSecond: 13.3334 * PER_MILLION,
  /** Standard queue: sending, receiving and deleting count alike, up to 64 KB and ten messages at once. */
  sqsRequest: 0.4 * PER_MILLION,
  /** A gigabyte of log taken in by CloudWatch. */
  logGb: 0.5,
} as const;
