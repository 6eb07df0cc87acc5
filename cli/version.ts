/** The package's version, read from package.json. */
import { readFileSync } from 'node:fs';

/** In the folder of the source, or one level above the built bundle. */
const PLACES = ['./package.json', '../package.json'];

export const VERSION: string = PLACES.map(versionAt).find((version) => version !== undefined) ?? 'unknown';

function versionAt(place: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
    return manifest.name === 's3dex-cli' ? manifest.version : undefined;
  } catch {
    return undefined;
  }
}
