/**
 * `npm run build`: writes the functions' bundles to dist, for users of the published package, who do not have the
 * sources.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import type { SettingsInput } from './config.ts';
import { S3dexStack } from './stack.ts';

const DIST = join(import.meta.dirname, 'dist', 'lambdas');
/** The service's constructs, and the folder of each function's code. */
const MODULES = {
  Listing: 'listing',
  Invalidation: 'invalidation',
  'Fills/Worker': 'fill',
  Canary: 'canary',
  Explorer: 'explorer',
};
/** Settings that together include every function: the canary and the explorer need different authorizers. */
const DEPLOYMENTS: SettingsInput[] = [
  { buckets: ['any-bucket'], canary: true },
  {
    buckets: ['any-bucket'],
    authorizer: { type: 'jwt', issuer: 'https://issuer.example/', audience: ['any'] },
    explorer: true,
  },
];

const written = new Set<string>();
for (const settings of DEPLOYMENTS) {
  const outdir = mkdtempSync(join(tmpdir(), 's3dex-build-'));
  try {
    // Makes CDK write each asset's folder to the metadata of its resource. The setting exists for tools that run
    // functions locally.
    const app = new App({ outdir, context: { 'aws:cdk:enable-asset-metadata': true } });
    const { index } = new S3dexStack(app, 's3dex', { settings });
    for (const [construct, module] of Object.entries(MODULES)) {
      const found = construct
        .split('/')
        .reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), index);
      const fn = found?.node.findChild('Function').node.defaultChild;
      if (!fn || written.has(module)) continue;
      const asset = (fn as CfnFunction).getMetadata('aws:asset:path') as string;
      cpSync(join(outdir, asset), join(DIST, module), { recursive: true });
      written.add(module);
    }
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
const missing = Object.values(MODULES).filter((module) => !written.has(module));
if (missing.length > 0) throw new Error(`no bundle was written for: ${missing.join(', ')}`);
