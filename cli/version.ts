/** The package's version, from the one place it stands. */
import { readFileSync } from 'node:fs';

/** One step up from the source; two from what is built of it. */
const PLACES = ['../package.json', '../../package.json'];

export const VERSION: string = PLACES.map(versionAt).find((version) => version !== undefined) ?? 'unknown';

function versionAt(place: string): string | undefined {
  try {
    const manifest = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
    return manifest.name === 's3dex' ? manifest.version : undefined;
  } catch {
    return undefined;
  }
}
