/**
 * `npm run check:package`, its last part: the packed package as a stranger gets it. Unpacked into an empty project, its types must compile as
 * strictly as TypeScript can, its client must run without any other package there, its command must start, and its construct must be
 * synthesised with the bundles that are in the package.
 */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = new URL('../../', import.meta.url).pathname;
/** What the types of the client, the signer and the command need beside them. */
const NEEDED = {
  client: ['zod'],
  sigv4: ['@smithy'],
  command: ['commander'],
};

const CONSUMER = `
import { createClient, S3dexError, type ListAnswer } from 's3dex/client';
const client = createClient({ endpoint: 'http://127.0.0.1:1', retries: 0 });
const page: Promise<ListAnswer> = client.list('demo');
page.then(() => { throw new Error('somebody answered'); }, (error: unknown) => {
  if (!(error instanceof S3dexError) || error.code !== 'unreachable') throw error;
  console.log('client runs');
});
`;
const SIGNING = `
import { sigV4 } from 's3dex/client/sigv4';
const sign = sigV4({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
console.log('signed', (await sign({ method: 'GET', url: 'https://index.example/v1/health' })).authorization !== undefined);
`;
const CONSTRUCT = `
import { App, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { MetadataIndex } from 's3dex/cdk';
const app = new App({ outdir: 'cdk.out' });
const stack = new Stack(app, 'mine');
const buckets = [new Bucket(stack, 'Photos'), { name: 'logs', events: 'none' as const }];
const authorizer = { type: 'jwt' as const, issuer: 'https://issuer.example/', audience: ['s3dex'] };
new MetadataIndex(stack, 'WithPage', { buckets: ['photos'], authorizer, explorer: true });
const index = new MetadataIndex(stack, 'Index', { buckets });
index.grantRead(new Role(stack, 'Web', { assumedBy: new AccountRootPrincipal() }), ['logs']);
app.synth();
`;
const COMPILER = {
  compilerOptions: {
    strict: true,
    module: 'nodenext',
    target: 'es2022',
    lib: ['es2024', 'dom', 'dom.iterable'],
    types: [],
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
  },
  include: ['*.ts'],
};

const folder = mkdtempSync(join(tmpdir(), 's3dex-package-'));
const run = (command: string, args: string[], cwd = folder) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const install = (names: string[]) => {
  for (const name of names)
    cpSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
};

try {
  const [{ filename }] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], ROOT),
  );
  mkdirSync(join(folder, 'node_modules/s3dex'), { recursive: true });
  run('tar', ['-xzf', filename, '-C', 'node_modules/s3dex', '--strip-components', '1']);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
  writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
  expectOutput(run(process.execPath, ['consumer.ts']), 'client runs');
  install(NEEDED.sigv4);
  writeFileSync(join(folder, 'signing.ts'), SIGNING);
  expectOutput(run(process.execPath, ['signing.ts']), 'signed true');
  install(NEEDED.client);
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.']);
  install(NEEDED.command);
  expectOutput(run(process.execPath, ['node_modules/s3dex/cli/s3dex.js', '--help']), 'Usage: s3dex');
  synthesizeConstruct();
  process.stdout.write('the packed package compiles and runs\n');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** CDK is too large to copy; what it needs itself is found beside the original. Its own types hold less strictly than the client's. */
function synthesizeConstruct(): void {
  for (const name of ['aws-cdk-lib', 'constructs', '@types'])
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  for (const file of ['consumer.ts', 'signing.ts']) rmSync(join(folder, file));
  writeFileSync(join(folder, 'construct.ts'), CONSTRUCT);
  const { compilerOptions, ...rest } = COMPILER;
  const withCdk = {
    ...compilerOptions,
    types: ['node'],
    skipLibCheck: true,
    exactOptionalPropertyTypes: false,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ ...rest, compilerOptions: withCdk }));
  run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.']);
  run(process.execPath, ['construct.ts']);
  const assets = readdirSync(join(folder, 'cdk.out')).filter((it) => it.startsWith('asset.'));
  const deployed = assets.map((it) => readFileSync(join(folder, 'cdk.out', it, 'index.mjs'), 'utf8'));
  for (const module of ['listing', 'invalidation', 'explorer']) {
    const packed = join(folder, 'node_modules/s3dex/dist/lambdas', module, 'index.mjs');
    if (!deployed.includes(readFileSync(packed, 'utf8')))
      throw new Error(`${module} is not deployed as packed`);
  }
  const { Resources } = JSON.parse(readFileSync(join(folder, 'cdk.out/mine.template.json'), 'utf8'));
  const handlers = Object.values<{ Type: string; Properties: Record<string, string> }>(Resources)
    .filter((it) => it.Type === 'AWS::Lambda::Function' && it.Properties.Runtime?.startsWith('nodejs'))
    .map((it) => it.Properties.Handler);
  // Two of each listing and invalidation, and the page; FILE.EXPORT, or Lambda does not find them.
  expectOutput(handlers.join(' '), Array(5).fill('index.handler').join(' '));
}

function expectOutput(output: string, part: string): void {
  if (!output.includes(part))
    throw new Error(`expected ${JSON.stringify(part)}, got ${JSON.stringify(output)}`);
}
