/**
 * The construct's package: an app that uses it compiles, is synthesised without esbuild, and deploys the bundles of
 * the package.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectOutput, type Project, ROOT } from './tarballs.ts';

const APP = `
import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { MetadataIndex, type MetadataIndexProps } from 's3dex-cdk';
const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'mine');
const props: MetadataIndexProps = { buckets: [new Bucket(stack, 'Photos'), { name: 'logs', events: 'none' }] };
const authorizer = { type: 'jwt' as const, issuer: 'https://issuer.example/', audience: ['s3dex'] };
new MetadataIndex(stack, 'WithCanary', { buckets: ['photos'], canary: true });
new MetadataIndex(stack, 'WithPage', { buckets: ['photos'], authorizer, explorer: true });
const index = new MetadataIndex(stack, 'Index', props);
index.grantRead(new Role(stack, 'Web', { assumedBy: new AccountRootPrincipal() }), ['logs']);
app.synth();
`;
/** CDK's own types do not compile with the client's strictest settings. */
const COMPILER = {
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    skipLibCheck: true,
  },
  include: ['app.ts'],
};
const PEERS = ['aws-cdk-lib', 'constructs', '@types/node'];

/** Returns the size of its installation without CDK, in bytes. */
export function checkConstruct(project: Project, tarball: string): number {
  project.install(tarball, ...PEERS.map((name) => `${name}@${installedVersion(name)}`));
  const bytes = bytesOf(project, ['s3dex-cdk', 'zod']);
  project.write('app.ts', APP);
  project.write('tsconfig.json', JSON.stringify(COMPILER));
  project.run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.');
  project.run(process.execPath, 'app.ts');
  checkDeployedBundles(project);
  checkHandlers(project);
  return bytes;
}

function bytesOf(project: Project, names: readonly string[]): number {
  const others = readdirSync(join(project.folder, 'node_modules')).filter((name) => !names.includes(name));
  return project.installedBytes(others);
}

function checkDeployedBundles({ folder }: Project): void {
  const assets = readdirSync(join(folder, 'cdk.out')).filter((it) => it.startsWith('asset.'));
  const deployed = assets.map((it) => readFileSync(join(folder, 'cdk.out', it, 'index.mjs'), 'utf8'));
  for (const module of ['listing', 'invalidation', 'canary', 'explorer']) {
    const packed = join(folder, 'node_modules/s3dex-cdk/dist/lambdas', module, 'index.mjs');
    if (!deployed.includes(readFileSync(packed, 'utf8')))
      throw new Error(`${module} is not deployed as packed`);
  }
}

/** Lambda finds a function only by FILE.EXPORT. At least five functions must have this form. */
function checkHandlers({ folder }: Project): void {
  const { Resources } = JSON.parse(readFileSync(join(folder, 'cdk.out/mine.template.json'), 'utf8'));
  const handlers = Object.values<{ Type: string; Properties: Record<string, string> }>(Resources)
    .filter((it) => it.Type === 'AWS::Lambda::Function' && it.Properties.Runtime?.startsWith('nodejs'))
    .map((it) => it.Properties.Handler);
  expectOutput(handlers.join(' '), Array(5).fill('index.handler').join(' '));
}

function installedVersion(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
}
