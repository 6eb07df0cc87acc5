/** Settings that together create every kind of resource and property of a deployment. */
import type { SettingsInput } from '../../infra/config.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alarms';

export const KINDS_OF_TEMPLATES: Record<string, SettingsInput> = {
  'buckets alone': { buckets: ['photos', 'logs'] },
  'every kind of bucket': {
    buckets: [
      { name: 'photos', prefixes: ['2026/', 'a b/c+d/'], listTtlSeconds: 60, statTtlSeconds: 0 },
      { name: 'logs', events: 'eventbridge', prefixes: ['app/'] },
      { name: 'partner', events: 'none', region: 'us-west-2' },
      { name: 'made-here', create: true },
      {
        name: 'encrypted',
        kmsKeyArns: ['arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
      },
    ],
    views: [{ view: 'team-a', bucket: 'logs', prefixes: ['app/a/'] }],
    alarmTopicArn: TOPIC,
  },
  'jwt, cors, explorer': {
    buckets: ['photos'],
    authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['s3dex'] },
    cors: { origins: ['https://app.example'] },
    explorer: true,
    removalPolicy: 'retain',
  },
  'concurrency, tracing, batches': {
    buckets: ['photos'],
    listing: { memoryMb: 2048, reservedConcurrency: 50, provisionedConcurrency: 5 },
    invalidation: { memoryMb: 1024, reservedConcurrency: 20 },
    feed: { batchSize: 500, windowSeconds: 1, maxConcurrency: 20 },
    table: { maxReadUnits: 40_000, maxWriteUnits: 10_000 },
    tracing: true,
    canary: true,
    prices: { region: 'eu-west-1', asOf: '2026-11-01', readUnit: 0.2 },
    logRetentionDays: 7,
    accessLog: false,
  },
};
