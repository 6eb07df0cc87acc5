/** How names are written in a listing. */
import { encodeS3Url } from './percent.ts';

import { invalidArgument } from './s3-error.ts';
import { text } from './xml.ts';

/** Of a request only its query matters here. */
interface WithQuery {
  query: ReadonlyMap<string, string>;
}

/** `url` is the only one there is; undefined: names are written as they are. */
export type EncodingType = 'url' | undefined;

export interface NameEncoding {
  encode: (name: string) => string;
  /** `<EncodingType>` of the answer. */
  element?: string;
}

/** As asked by `encoding-type`. */
export function encodingType(request: WithQuery): EncodingType {
  const type = request.query.get('encoding-type');
  if (type === undefined || type === 'url') return type;
  throw invalidArgument('encoding-type', type, 'Invalid Encoding Method specified in Request');
}

export function nameEncoding(type: EncodingType): NameEncoding {
  if (type === undefined) return { encode: (name) => name };
  return { encode: encodeS3Url, element: text('EncodingType', type) };
}
