/** `npm run build`: the functions' bundles into dist, for those who deploy from the published package and have no sources of it. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { SettingsInput } from './config.ts';
import { S3dexStack } from './stack.ts';

const DIST = join(import.meta.dirname, 'dist', 'lambdas');
/** Constructs of the service -> the folder their function's code is looked for in. */
const MODULES = { Listing: 'listing', Invalidation: 'invalidation', Explorer: 'explorer' };
/** With every function there is. */
const settings: SettingsInput = {
  buckets: ['any-bucket'],
  authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['any'] },
  explorer: true,
};

const outdir = mkdtempSync(join(tmpdir(), 's3dex-build-'));
try {
  // Names every asset's folder in the metadata of its resource, as for tools that run functions locally.
  const app = new App({ outdir, context: { 'aws:cdk:enable-asset-metadata': true } });
  const stack = new S3dexStack(app, 's3dex', { settings });
  for (const [construct, module] of Object.entries(MODULES)) {
    const fn = stack.index.node.findChild(construct).node.findChild('Function').node.defaultChild;
    const asset = (fn as CfnFunction).getMetadata('aws:asset:path') as string;
    cpSync(join(outdir, asset), join(DIST, module), { recursive: true });
  }
} finally {
  rmSync(outdir, { recursive: true });
}
