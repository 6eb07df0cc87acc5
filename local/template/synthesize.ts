/** Runs the CDK app as the `cdk` command does, and returns the template and the bundles. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { cachedAssembly, PACKAGE_ROOT } from './assembly-cache.ts';
import { type Template, templateSchema } from './template.ts';

const STACK_NAME = 's3dex';

export interface Assembly {
  template: Template;
  /** The folder of an asset's files, by its hash. */
  assetFolder(hash: string): string;
}

const manifest = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});

/** `settings`: the settings of the buckets, as in a config file. */
export async function synthesize(settings: object): Promise<Assembly> {
  const text = JSON.stringify(settings);
  const output = await cachedAssembly(text, (folder) => runApp(text, folder));
  const read = async (name: string) => JSON.parse(await readFile(join(output, name), 'utf8'));
  const template = templateSchema.parse(await read(`${STACK_NAME}.template.json`));
  const { files } = manifest.parse(await read(`${STACK_NAME}.assets.json`));
  return {
    template,
    assetFolder(hash) {
      const path = files[hash]?.source.path;
      if (path === undefined) throw new Error(`the assembly has no asset ${hash}`);
      return join(output, path);
    },
  };
}

async function runApp(settings: string, output: string): Promise<void> {
  const config = join(output, 'settings.json');
  await writeFile(config, settings);
  await run({
    CDK_OUTDIR: output,
    // CDK's own checks are for deployments, and would take longer than everything else.
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({ config, stackName: STACK_NAME }),
  });
}

/** Runs the app. Its output is shown only if it fails. */
function run(environment: Record<string, string>): Promise<void> {
  const cache = getCompileCacheDir();
  const app = spawn(process.execPath, [join('infra', 'app.ts')], {
    cwd: PACKAGE_ROOT,
    // The app loads most of aws-cdk-lib, which takes seconds without the cache of compiled code.
    env: { NODE_COMPILE_CACHE: cache, ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [app.stdout, app.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
    });
  }
  return new Promise((resolve, reject) => {
    app.on('error', reject);
    app.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the stack could not be synthesised:\n${printed}`));
    });
  });
}
