import { encodeS3Url } from './percent.ts';
import type { S3Request } from './request.ts';
import { invalidArgument } from './s3-error.ts';
import { text } from './xml.ts';

/** How names are written in a listing. */
export interface NameEncoding {
  encode: (name: string) => string;
  /** `<EncodingType>` of the answer; undefined when names are written as they are. */
  element?: string;
}

/** As asked by `encoding-type`; `url` is the only one there is. */
export function nameEncoding(request: S3Request): NameEncoding {
  const type = request.query.get('encoding-type');
  if (type === undefined) return { encode: (name) => name };
  if (type !== 'url')
    throw invalidArgument('encoding-type', type, 'Invalid Encoding Method specified in Request');
  return { encode: encodeS3Url, element: text('EncodingType', 'url') };
}
