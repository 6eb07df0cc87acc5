/**
 * The client package runs on Node 20 without other packages, and its types compile with TypeScript's strictest
 * settings.
 */
import { join } from 'node:path';
import { expectOutput, type Project, ROOT } from './tarballs.ts';

const CONSUMER = `
import { createClient, S3dexError } from 's3dex/client';
const client = createClient({ endpoint: 'http://127.0.0.1:1', retries: 0 });
client.list('demo').then(() => { throw new Error('an answer from a closed port'); }, (error) => {
  if (!(error instanceof S3dexError) || error.code !== 'unreachable') throw error;
  console.log('client runs on ' + process.versions.node.split('.')[0]);
});
`;
const SIGNER = `
import { sigV4 } from 's3dex/client/sigv4';
const sign = sigV4({ region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
console.log('signed', (await sign({ method: 'GET', url: 'https://index.example/v1/health' })).authorization !== undefined);
`;
const PLUGIN = `
import { createClient } from 's3dex/client';
import { indexed } from 's3dex/client/s3';
const added = [];
indexed({ client: createClient({ endpoint: 'http://127.0.0.1:1' }) }).applyToStack({ add: (_, { step }) => added.push(step) });
console.log('plugin at', added.join());
`;
const TYPED = `
import { createClient, type ListAnswer } from 's3dex/client';
const page: Promise<ListAnswer> = createClient({ endpoint: 'http://127.0.0.1:1' }).list('demo');
page.then(({ entries }) => entries.length);
// @ts-expect-error a page has no total
page.then(({ total }) => total);
`;
const COMPILER = {
  compilerOptions: {
    strict: true,
    noEmit: true,
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

/** Returns the size of its installation, in bytes. */
export function checkClient(project: Project, tarball: string): number {
  project.install(tarball);
  const bytes = project.installedBytes([]);
  project.install('node@20');
  project.write('consumer.js', CONSUMER);
  expectOutput(project.run('node_modules/.bin/node', 'consumer.js'), 'client runs on 20');
  expectOutput(project.run(process.execPath, 'consumer.js'), 'client runs on 24');
  project.write('typed.ts', TYPED);
  project.write('tsconfig.json', JSON.stringify(COMPILER));
  project.run(process.execPath, join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.');
  project.install('@smithy/core@^3.41.0', '@smithy/signature-v4@^5.7.5', '@aws-sdk/client-s3@^3.1169.0');
  project.write('signer.js', SIGNER);
  expectOutput(project.run('node_modules/.bin/node', 'signer.js'), 'signed true');
  project.write('plugin.js', PLUGIN);
  expectOutput(project.run('node_modules/.bin/node', 'plugin.js'), 'plugin at initialize');
  return bytes;
}
