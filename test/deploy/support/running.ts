/** Runs a template for the tests: `photos` with notifications and a large directory, `logs` on EventBridge. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startS3 } from '../../../local/s3-endpoint.ts';
import { startInstance } from '../../../local/template/instance.ts';
import { runTemplate, type TemplateStack } from '../../../local/template/stack.ts';
import type { Assembly } from '../../../local/template/synthesize.ts';
import { deployed } from '../../infra/assembly.ts';
import { exercise, exerciseLargeDirectory, LARGE, SECTIONS, WIDE } from './exercise.ts';

const SILENT = { note: () => {}, fault: () => {} };

export interface Bench {
  assembly: Assembly;
  /** Starts everything from an empty state. */
  start(template?: Assembly['template']): Promise<TemplateStack>;
  clear(): void;
}

/**
 * An error at the start of a function names the invalid setting. (Source maps are read only when an error is logged.)
 */
async function exerciseStart({ instances }: TemplateStack): Promise<void> {
  for (const instance of instances) {
    const { S3DEX_TABLE: _missing, ...environment } = instance.environment;
    const why = await startInstance({ ...instance, environment }).then(
      () => 'started without a table',
      (error: Error) => error.message,
    );
    if (!why.includes('S3DEX_TABLE is missing'))
      throw new Error(`the setting is not named: ${why.slice(-500)}`);
  }
}

/** Runs the whole exercise on a new stack. */
export async function exerciseAll(stack: TemplateStack, sections = SECTIONS): Promise<void> {
  await exercise(stack, 'all', sections);
  await exerciseStart(stack);
  await exerciseLargeDirectory(stack);
}

/** This permission is used only if EventBridge cannot deliver to the queue, for dead letters. */
export const ONLY_IN_TROUBLE = /^IndexChangesDeadLetters\w*:? sqs:SendMessage /;

export async function openBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 's3dex-large-'));
  for (let index = 0; index < LARGE.objects; index += 1) writeFileSync(join(folder, `${1000 + index}`), '');
  const wide = mkdtempSync(join(tmpdir(), 's3dex-wide-'));
  for (let directory = 0; directory < WIDE.directories; directory += 1) {
    mkdirSync(join(wide, `${directory}`));
    for (let index = 0; index < WIDE.each; index += 1) writeFileSync(join(wide, `${directory}/${index}`), '');
  }
  const options = {
    port: 0,
    s3Port: 0,
    imports: [
      { folder, bucket: 'photos', prefix: LARGE.prefix },
      { folder: wide, bucket: 'photos', prefix: WIDE.prefix },
    ],
    buckets: ['photos', 'logs'],
    events: true,
    s3Latency: { listMs: 0, headMs: 0 },
    quiet: true,
  };
  const assembly = await deployed();
  return {
    assembly,
    async start(template = assembly.template) {
      let take: (message: string) => void = () => {};
      const s3 = await startS3(options, (_bucket, message) => take(message), SILENT);
      return runTemplate({ assembly: { ...assembly, template }, s3, options, report: SILENT }, (listener) => {
        take = listener;
      });
    },
    clear() {
      for (const it of [folder, wide]) rmSync(it, { recursive: true });
    },
  };
}
