/**
 * Bundles an entry point in the form in which the functions are deployed: ESM with the SDK inside, so that the tested
 * code is the code that runs. Used for the template, for the published package and by the bench.
 */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { type BuildResult, build, type Metafile, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const BUILT_IN = new RegExp(`^(?:node:)?(?:${builtinModules.join('|')})$`);
const REQUIRED = 'required-builtin';

/**
 * Loads Node's own modules by `require`. `import` of `node:http` would evaluate all its exports, and one of them
 * loads undici, which takes 30 to 40 ms of a start.
 */
const requireBuiltins: Plugin = {
  name: REQUIRED,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: BUILT_IN }, ({ path, kind }) =>
      kind === 'import-statement' ? { path: path.replace(/^node:/, ''), namespace: REQUIRED } : undefined,
    );
    onLoad({ filter: /.*/, namespace: REQUIRED }, ({ path }) => ({
      contents: `module.exports = require('node:${path}')`,
    }));
  },
};

/**
 * A function's credentials are in its environment, so the SDK's default chain of providers (profiles, SSO,
 * containers; 90 KB) is left out.
 */
const ENVIRONMENT_ONLY = {
  '@aws-sdk/credential-provider-node': join(ROOT, 'lambdas', 'adapters', 'environment-credentials.ts'),
};

const FOR_A_QUICK_START = {
  plugins: [requireBuiltins],
  alias: ENVIRONMENT_ONLY,
  // Parts that only some requests need (S3's client, SQS's, globs, the OpenAPI document) are read only when they are
  // used.
  splitting: true,
};

export interface BundleOptions {
  /** The module, relative to the project. */
  entry: string;
  folder: string;
  /** `plain`: one file with the default chain and imports, as CDK's NodejsFunction writes it. Used for comparison. */
  kind?: 'function' | 'plain';
}

/** Writes `index.mjs`, and a file for each part that is loaded on use. */
export async function bundleFunction(options: BundleOptions): Promise<BuildResult & { metafile: Metafile }> {
  const { entry, folder, kind = 'function' } = options;
  return build({
    entryPoints: { index: join(ROOT, entry) },
    absWorkingDir: ROOT,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    // Stack traces need only positions. The sources would triple the asset's size.
    sourcemap: true,
    sourcesContent: false,
    // Some dependencies are CommonJS and call require for Node's own modules.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    metafile: true,
    logLevel: 'error',
    ...(kind === 'function' && FOR_A_QUICK_START),
  });
}
