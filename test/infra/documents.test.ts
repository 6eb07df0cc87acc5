/** docs/deploy.md and docs/runbook.md must agree with the code. */
import { globSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { PRICES } from '../../contract/prices.ts';
import { parseSettings, settingsSchema } from '../../infra/config.ts';
import { priceListOf } from '../../infra/config-prices.ts';
import { CONTEXT_KEYS } from '../../infra/context.ts';
import { callerStatement } from '../../infra/policies.ts';
import { RUNBOOK_SECTIONS } from '../../infra/runbook.ts';
import { S3dexStack } from '../../infra/stack.ts';
import { ORDINARY_METRICS } from '../../infra/standing-cost.ts';
import { resourcesOf } from '../../local/template/template.ts';
import { deployed, SYNTHESIS_MS } from './assembly.ts';
import { month } from './month.ts';
import { ENVIRONMENT, newApp, synthesize } from './synth.ts';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const deploy = read('deploy.md');
const block = (kind: string) => {
  const [, text] = new RegExp(`\`\`\`json ${kind}\n(.*?)\`\`\``, 's').exec(deploy) ?? [];
  return JSON.parse(text ?? '');
};

// biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON, and assertions are what type it.
type Properties = Record<string, any>;
let alarms: Properties[];
let dashboards: Properties[];
beforeAll(async () => {
  const { template } = await deployed();
  const propertiesOf = (type: string) => resourcesOf(template, type).map(([, it]) => it.Properties);
  alarms = propertiesOf('AWS::CloudWatch::Alarm');
  dashboards = propertiesOf('AWS::CloudWatch::Dashboard');
}, SYNTHESIS_MS);

/** The metrics of all alarms. CloudWatch bills each of them. */
function watchedMetrics(): object[] {
  return alarms.flatMap((alarm) => (alarm.Metrics ?? [alarm]).filter((it: object) => !('Expression' in it)));
}

describe('docs/deploy.md', () => {
  test("shows a reader's policy that grants exactly a reader's permissions for one bucket", () => {
    const apiArn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123';
    expect(block('reader')).toEqual({
      Version: '2012-10-17',
      Statement: [callerStatement({ apiArn, rank: 'reader', buckets: ['photos'] })],
    });
  });

  test('shows valid settings', () => {
    expect(parseSettings(block('settings'), 'docs/deploy.md').buckets).toHaveLength(4);
  });

  test('shows valid prices', () => {
    const settings = parseSettings({ buckets: ['photos'], ...block('prices') }, 'docs/deploy.md');
    const { region, prices } = priceListOf(settings.prices!);
    expect([region, prices.s3List, prices.logGb]).toEqual(['eu-central-1', 5.5e-6, PRICES.logGb]);
  });

  test('gives commands only valid options', () => {
    const given = [...deploy.matchAll(/[ `]-c (\w+)=/g)].map(([, key]) => key);
    expect([...new Set(given)].sort()).toEqual([...CONTEXT_KEYS].sort());
    const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const run = [...deploy.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name as string);
    expect(run.filter((it) => !(it in scripts))).toEqual([]);
  });

  test('names every setting', () => {
    const names = Object.keys(settingsSchema.shape);
    expect(names.filter((it) => !deploy.includes(`\`${it}`))).toEqual([]);
  });

  test('calculates its month from the price table', () => {
    const metrics = watchedMetrics();
    const { breakEven, ...dollars } = month(metrics.length);
    const figures = Object.values(dollars).map((it) => (it < 100 ? it.toFixed(2) : it.toFixed(0)));
    for (const figure of figures) expect(deploy).toContain(`$${figure}`);
    expect(deploy).toContain(`about ${breakEven.toFixed(0)} million listings`);
    expect(deploy).toContain(`${metrics.length} metrics at $0.10`);
    expect(deploy).toContain(`about ${ORDINARY_METRICS} at $0.30`);
  });
});

/**
 * The names of a full deployment's alarms, without the name of the function that an alarm watches
 * (`ClockWrong-listing`).
 */
function alarmNames(): string[] {
  const settings = { buckets: ['photos', 'logs'], canary: true };
  const constructs = new S3dexStack(newApp(), 's3dex', { settings, env: ENVIRONMENT }).node.findAll();
  return constructs.filter((it) => it instanceof Alarm).map(({ node }) => node.id.split('-')[0]!);
}

/** Messages in the runbook that Lambda itself writes. */
const FROM_LAMBDA = ['Task timed out'];

describe('docs/runbook.md', () => {
  const sections = [...read('runbook.md').matchAll(/^## (.+)$/gm)].map(([, title]) => title);

  test('has exactly one section for every alarm', () => {
    expect(sections).toEqual([...RUNBOOK_SECTIONS]);
    const all = resourcesOf(
      synthesize({ buckets: ['photos', 'logs'], canary: true }).toJSON() as never,
      'AWS::CloudWatch::Alarm',
    ).map(([, it]) => it.Properties);
    const named = all.map((it) => /docs\/runbook\.md#(.+)$/.exec(String(it.AlarmDescription))?.[1]);
    expect([...new Set(named)].sort()).toEqual([...sections].sort());
  });

  test('its first table has every alarm and leads to every section', () => {
    const table = read('runbook.md')
      .split('\n')
      .filter((line) => /^\| `[A-Z]/.test(line))
      .join('\n');
    for (const name of alarmNames()) expect(table).toContain(`\`${name}\``);
    const alarmLines = [...read('runbook.md').matchAll(/^\*Alarms? (.+?): .*$/gm)].map(([, names]) => names!);
    const names = alarmLines.flatMap((line) => [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name!));
    expect(names.length).toBeGreaterThan(RUNBOOK_SECTIONS.length);
    for (const name of names) expect(table).toContain(`\`${name}\``);
    for (const section of RUNBOOK_SECTIONS) expect(table).toContain(`](#${section})`);
  });

  test('quotes only log messages and causes that the functions write', () => {
    const lambdas = new URL('../../lambdas/', import.meta.url);
    const sources = globSync('**/*.ts', { cwd: lambdas }).map((it) =>
      readFileSync(new URL(it, lambdas), 'utf8'),
    );
    const quoted = [...read('runbook.md').matchAll(/`([A-Za-z]\w*(?:,? [a-zA-Z]\w*){2,})`/g)].map(
      ([, it]) => it!,
    );
    const own = quoted.filter((it) => !FROM_LAMBDA.includes(it) && !it.startsWith('npx '));
    expect(own).toContain('a call failed');
    expect(own.filter((it) => !sources.some((source) => source.includes(it)))).toEqual([]);
  });

  test('every alarm has a description, and does not fire without data', () => {
    expect(alarms.length).toBeGreaterThan(7);
    for (const { AlarmDescription, TreatMissingData } of alarms) {
      expect(AlarmDescription.length).toBeGreaterThan(60);
      expect(TreatMissingData).toBe('notBreaching');
    }
  });
});

describe('the dashboard', () => {
  test('shows the hit rate, savings, latency and freshness', () => {
    const body = JSON.stringify(dashboards.map((it) => it.DashboardBody));
    for (const title of [
      'Hit rate',
      'Dollars saved in 30 days, net of everything (prices of us-east-1)',
      'Latency p99',
      'Oldest event waiting',
      'Why S3 was asked: top reasons',
    ]) {
      expect(body).toContain(title);
    }
  });

  test('has the same fixed costs of the deployment as docs/deploy.md', () => {
    const body = JSON.stringify(dashboards.map((it) => it.DashboardBody));
    const [, dollarsASecond] = /PERIOD\(saved\) \* ([\d.]+)/.exec(body) ?? [];
    const { METRICS, WATCH, POLLING } = month(watchedMetrics().length);
    expect(Number(dollarsASecond) * 30 * 24 * 3_600).toBeCloseTo(METRICS + WATCH + POLLING, 2);
  });
});
