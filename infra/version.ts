/**
 * The construct's version, read from its package.json, which is next to the source or one level above the built
 * files.
 */
import { readFileSync } from 'node:fs';

const PLACES = ['./package.json', '../package.json', '../../package.json'];

export const VERSION: string = PLACES.map(versionAt).find((version) => version !== undefined) ?? 'unknown';

function versionAt(place: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
    return manifest.name === 's3dex-cdk' ? manifest.version : undefined;
  } catch {
    return undefined;
  }
}
