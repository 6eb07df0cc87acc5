/**
 * The canary: env -> the typed client and S3 -> one run of its checks, reported as metrics and log lines. It writes
 * to no bucket.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { sigV4 } from '../contract/client/sigv4.ts';
import { createClient } from '../contract/client.ts';
import { readCanarySettings } from './adapters/env-canary.ts';
import {
  CANARY_FAILURES,
  DEPLOYMENT_DIMENSION,
  METRIC_NAMESPACE,
  SERVICES,
} from './adapters/metric-names.ts';
import { createBucketView } from './adapters/s3/bucket-view.ts';
import { sourceLines } from './adapters/source-lines.ts';
import { inTime } from './canary/in-time.ts';
import { runChecks } from './canary/run-checks.ts';
import { createServiceView } from './canary/service-view.ts';

/** Part of the function's time that is reserved for the log and the metric. */
const REPORT_MS = 20_000;

const { apiUrl, region, deployment, buckets } = readCanarySettings(process.env);
const serviceName = SERVICES.canary;
const logger = new Logger({ serviceName });
const metrics = new Metrics({
  ...{ namespace: METRIC_NAMESPACE, serviceName },
  defaultDimensions: { [DEPLOYMENT_DIMENSION]: deployment },
});
// The SDK finds the function's own credentials.
const { credentials } = new S3Client({ region }).config;
const client = createClient({ endpoint: apiUrl, sign: sigV4({ region, credentials }), heldAnswers: 0 });
const deps = {
  service: createServiceView(client),
  s3: createBucketView(buckets),
  random: Math.random,
  wait: (ms: number) => sleep(ms),
};

async function check(_event: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>) {
  const findings = await inTime(runChecks(deps, buckets), {
    leftMs: context.getRemainingTimeInMillis() - REPORT_MS,
    wait: deps.wait,
  });
  const failed = findings.filter(({ ok }) => !ok);
  for (const { check, detail } of failed) logger.error('canary check failed', { check, detail });
  logger.info('canary', { checks: findings.length, failed: failed.length });
  metrics.addMetric(CANARY_FAILURES, MetricUnit.Count, failed.length);
  metrics.publishStoredMetrics();
  return { checks: findings.length, failed };
}

export const handler = middy(check).use(injectLambdaContext(logger)).use(sourceLines());
