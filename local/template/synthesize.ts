/** The CDK app, run as the `cdk` command runs it: the template and the bundles it deploys. */
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Template, templateSchema } from './template.ts';

const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STACK_NAME = 's3dex';

export interface Assembly {
  template: Template;
  /** Where an asset's files are, by its hash. */
  assetFolder(hash: string): string;
}

const manifest = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});

/** `settings` as a config file would hold them; everything is written below `folder`. */
export async function synthesize(settings: object, folder: string): Promise<Assembly> {
  const config = join(folder, 'settings.json');
  const output = join(folder, 'cdk.out');
  await writeFile(config, JSON.stringify(settings));
  await runApp({
    CDK_OUTDIR: output,
    // The checks of CDK itself are for deployments, and take longer than all the rest.
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: JSON.stringify({ config, stackName: STACK_NAME }),
  });
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

/** What it prints matters only when it fails. */
function runApp(environment: Record<string, string>): Promise<void> {
  const app = spawn(process.execPath, [join('infra', 'app.ts')], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, ...environment },
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
      else reject(new Error(`the stack was not synthesised:\n${printed}`));
    });
  });
}
