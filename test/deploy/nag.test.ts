import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { SettingsInput } from '../../infra/config.ts';
import { S3dexStack } from '../../infra/stack.ts';

const folder = mkdtempSync(join(tmpdir(), 's3dex-nag-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  pluginReports: {
    pluginName: string;
    violations: { ruleName: string; violatingResources: { constructPath: string }[] }[];
    suppressedViolations?: { ruleName: string; reason?: string; acknowledgedAt?: string }[];
  }[];
}

/** As in cdk.json, CloudFormation's own rules are checked too. Bundles do not matter here. */
const CONTEXT = { '@aws-cdk/core:validateAgainstDefaultRules': true, 'aws:cdk:bundling-stacks': [] };
let runs = 0;
function check(settings: SettingsInput): Report {
  const outdir = join(folder, String(runs++));
  const app = new App({ outdir, context: CONTEXT, analyticsReporting: false });
  const stack = new S3dexStack(app, 's3dex', { settings });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
  return JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
}

const objects = (what: string) => `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${what}*]`;
const NOTIFICATIONS_HANDLER =
  'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]';
/**
 * Findings of every deployment: health and the explorer's page have no authorizer, and CDK's own function for bucket
 * notifications has the role that CDK gives it.
 */
const ALWAYS = ['AwsSolutions-APIG4', NOTIFICATIONS_HANDLER];

describe('cdk-nag AwsSolutions', () => {
  test.each<[string, SettingsInput, string[]]>([
    [
      'the defaults and the canary',
      { buckets: ['photos', 'logs'], canary: true },
      [...ALWAYS, objects('photos/'), objects('logs/')],
    ],
    [
      'everything else',
      {
        buckets: [
          { name: 'photos', prefixes: ['a b/', 'raw*/', 'x (1)/'] },
          { name: 'logs', events: 'eventbridge' },
          { name: 'made', create: true },
          { name: 'far', events: 'none', region: 'us-west-2' },
        ],
        authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['s3dex'] },
        explorer: true,
        cors: { origins: ['https://app.example'] },
        tracing: true,
        listing: { provisionedConcurrency: 2 },
        alarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:ops',
      },
      [
        ...ALWAYS,
        objects('photos/a b/'),
        objects('photos/raw<*>/'),
        objects('photos/x (1)/'),
        objects('logs/'),
        objects('far/'),
        'AwsSolutions-IAM5[Resource::<IndexBucketsmade7763808C.Arn>/*]',
        // For X-Ray.
        'AwsSolutions-IAM5[Resource::*]',
        'AwsSolutions-S1',
      ],
    ],
  ])('finds in %s only accepted findings, each with a reason', (_what, settings, accepted) => {
    const reports = check(settings).pluginReports;
    const suppressed = reports.flatMap((it) => it.suppressedViolations ?? []);
    expect(reports.flatMap((it) => it.violations)).toEqual([]);
    expect([...new Set(suppressed.map((it) => it.ruleName))].sort()).toEqual(accepted.sort());
    for (const { reason } of suppressed) expect(reason?.length).toBeGreaterThan(40);
  });
});
