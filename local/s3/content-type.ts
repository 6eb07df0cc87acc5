/** The content type of an imported file, by the ending of its name, as clients that upload folders guess it. */
import { Mime } from 'mime';
import otherTypes from 'mime/types/other.js';
import standardTypes from 'mime/types/standard.js';

const types = new Mime(standardTypes, otherTypes);
/** The registered meaning of `.ts` is a video stream; nearly every such file is source text. */
types.define({ 'text/x-typescript': ['ts', 'mts', 'cts', 'tsx'] }, true);

/** Undefined for endings that are not known, and for names without one. */
export function contentTypeOf(key: string): string | undefined {
  // With a slash before it, a whole name such as `txt` is not taken for an ending.
  return types.getType(`/${key}`) ?? undefined;
}
