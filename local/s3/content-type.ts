/**
 * The content type of an imported file, from the extension of its name, as clients guess it when they upload
 * folders.
 */
import { Mime } from 'mime';
import otherTypes from 'mime/types/other.js';
import standardTypes from 'mime/types/standard.js';

const types = new Mime(standardTypes, otherTypes);
/** `.ts` is registered as a video stream, but nearly every such file is source text. */
types.define({ 'text/x-typescript': ['ts', 'mts', 'cts', 'tsx'] }, true);

/** Undefined for unknown extensions and names without one. */
export function contentTypeOf(key: string): string | undefined {
  // The slash prevents a whole name, such as `txt`, from being read as an extension.
  return types.getType(`/${key}`) ?? undefined;
}
