/** `npm start -- --template`: synthesises the stack that would be deployed for these buckets, and runs it. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Arguments } from '../arguments.ts';
import { bucketSettings, credentials } from '../environment.ts';
import type { Reporter, Stack } from '../running-stack.ts';
import { startS3 } from '../s3-endpoint.ts';
import { runTemplate, type TemplateReport } from './stack.ts';
import { type Assembly, synthesize } from './synthesize.ts';
import { resourcesOf } from './template.ts';

export async function startFromTemplate(options: Arguments, report: Reporter): Promise<Stack> {
  let take: (message: string) => void = () => {};
  const s3 = await startS3(options, (_bucket, message) => take(message), report);
  // Other clients in this process (for the tour and the table) need credentials, as in a run from the sources.
  Object.assign(process.env, credentials(process.env));
  const assembly = await synthesize({ buckets: settingsOf(s3.buckets, options) });
  const stack = await runTemplate({ assembly, s3, options, report }, (listener) => {
    take = listener;
  });
  for (const line of await describeBundles(assembly)) report.note(line);
  return {
    ...stack,
    async close() {
      const use = stack.report();
      for (const line of describeUse(use)) report.note(line);
      // A call that the stack's policies do not allow shows an error of the stack. So it is printed even with
      // --quiet.
      for (const line of use.permissions.denied) report.fault(`denied: ${line}`);
      await stack.close();
    },
  };
}

/** The buckets as in a config file. Other settings are taken from the environment. */
function settingsOf(buckets: string[], { events }: Arguments): object[] {
  return bucketSettings({ buckets, eventsMode: events ? 's3' : 'none', given: process.env });
}

async function describeBundles(assembly: Assembly): Promise<string[]> {
  const functions = resourcesOf(assembly.template, 'AWS::Lambda::Function');
  const lines = functions.map(async ([id, { Properties }]) => {
    const { S3Key } = Properties.Code as { S3Key?: string };
    if (S3Key === undefined) return undefined;
    const { size } = await stat(join(assembly.assetFolder(S3Key.replace(/\.zip$/, '')), 'index.mjs'));
    return `${id}: ${(size / 1000).toFixed(1)} kB minified`;
  });
  return (await Promise.all(lines)).filter((it) => it !== undefined);
}

function describeUse({ permissions, routes }: TemplateReport): string[] {
  const section = (title: string, lines: string[]) => [
    `${title}: ${lines.length}`,
    ...lines.map((it) => `  ${it}`),
  ];
  return [
    ...section('permissions used', permissions.used),
    ...section('granted, not used in this run', permissions.unused),
    `denied: ${permissions.denied.length}`,
    ...section('routes without a request in this run', routes.unused),
  ];
}
