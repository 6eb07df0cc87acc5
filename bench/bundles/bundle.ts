/** The bundles of the two functions, one file each, made with the settings of the infrastructure. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Format } from 'esbuild';
import { BUNDLING } from '../../infra/constructs/service-function.ts';

export const BUNDLES = ['listing', 'invalidation', 'two-clients'] as const;
export type BundleName = (typeof BUNDLES)[number];

export interface Bundle {
  name: BundleName;
  file: string;
  bytes: number;
  /** The parts of the bundle (package or folder) with their bytes, largest first. */
  parts: { name: string; bytes: number }[];
}

const ROOT = join(import.meta.dirname, '..', '..');
const ENTRIES: Record<BundleName, string> = {
  listing: 'lambdas/listing.ts',
  invalidation: 'lambdas/invalidation.ts',
  'two-clients': 'bench/bundles/two-clients.ts',
};

export async function bundle(name: BundleName, directory: string): Promise<Bundle> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, `${name}.mjs`);
  const { metafile } = await build({
    entryPoints: [join(ROOT, ENTRIES[name])],
    absWorkingDir: ROOT,
    outfile: file,
    bundle: true,
    platform: 'node',
    format: BUNDLING.format as Format,
    target: BUNDLING.target,
    mainFields: [...BUNDLING.mainFields],
    minify: BUNDLING.minify,
    banner: { js: BUNDLING.banner },
    metafile: true,
    logLevel: 'error',
  });
  const [output] = Object.values(metafile.outputs);
  const bytesByPart = new Map<string, number>();
  for (const [input, { bytesInOutput }] of Object.entries(output!.inputs)) {
    const part = partOf(input);
    bytesByPart.set(part, (bytesByPart.get(part) ?? 0) + bytesInOutput);
  }
  const parts = [...bytesByPart]
    .map(([part, bytes]) => ({ name: part, bytes }))
    .sort((a, b) => b.bytes - a.bytes);
  return { name, file, bytes: output!.bytes, parts };
}

/** `node_modules/@smithy/core/...` -> `@smithy/core`; the project's own files by folder. */
function partOf(input: string): string {
  const [, packageName] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
  return packageName ?? input.split('/').slice(0, 2).join('/');
}
