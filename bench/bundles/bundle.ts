/** Bundles of the two functions as they are deployed, and of two SDK clients as esbuild bundles them by default. */
import { join } from 'node:path';
import { bundleFunction } from '../../infra/function-bundle.ts';

export const BUNDLES = ['listing', 'invalidation', 'two-clients'] as const;
export type BundleName = (typeof BUNDLES)[number];

export interface Bundle {
  name: BundleName;
  file: string;
  bytes: number;
  /** The parts of the bundle (package or folder) with their bytes, largest first. */
  parts: { name: string; bytes: number }[];
}

const ENTRIES: Record<BundleName, string> = {
  listing: 'lambdas/listing.ts',
  invalidation: 'lambdas/invalidation.ts',
  'two-clients': 'bench/bundles/two-clients.ts',
};

export async function bundle(name: BundleName, directory: string): Promise<Bundle> {
  const folder = join(directory, name);
  const { metafile } = await bundleFunction({
    entry: ENTRIES[name],
    folder,
    kind: name === 'two-clients' ? 'plain' : 'function',
  });
  const code = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  const bytesByPart = new Map<string, number>();
  for (const [input, { bytesInOutput }] of code.flatMap(([, { inputs }]) => Object.entries(inputs))) {
    const part = partOf(input);
    bytesByPart.set(part, (bytesByPart.get(part) ?? 0) + bytesInOutput);
  }
  const parts = [...bytesByPart]
    .map(([part, bytes]) => ({ name: part, bytes }))
    .sort((a, b) => b.bytes - a.bytes);
  const bytes = code.reduce((sum, [, output]) => sum + output.bytes, 0);
  return { name, file: join(folder, 'index.mjs'), bytes, parts };
}

/** `node_modules/@smithy/core/...` -> `@smithy/core`; the project's own files by folder. */
function partOf(input: string): string {
  const [, packageName] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
  return packageName ?? input.split('/').slice(0, 2).join('/');
}
