/**
 * The content type of an imported file, from the extension of its name, as clients guess it when they upload
 * folders.
 */
import { Mime } from 'mime';
import otherTypes from 'mime/types/other.js';
import standardTypes from 'mime/types/standard.js';

const types = new Mime(standardTypes, otherTypes);
/** `.ts` is registered as a video format, but nearly every such file is source code. */
types.define({ 'text/x-typescript': ['ts', 'mts', 'cts', 'tsx'] }, true);

/** Returns undefined if the extension is unknown or the name has none. */
export function contentTypeOf(key: string): string | undefined {
  // The slash prevents a whole name, such as `txt`, from being read as an extension.
  return types.getType(`/${key}`) ?? undefined;
}
