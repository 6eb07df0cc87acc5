/** How names are encoded in a listing. */
import { encodeS3Url } from './percent.ts';

import { invalidArgument } from './s3-error.ts';
import { text } from './xml.ts';

/** The part of a request that is needed here. */
interface WithQuery {
  query: ReadonlyMap<string, string>;
}

/** `url` is the only encoding; `undefined`: names are not encoded. */
export type EncodingType = 'url' | undefined;

export interface NameEncoding {
  encode: (name: string) => string;
  /** The answer's `<EncodingType>`. */
  element?: string;
}

/** The encoding requested by `encoding-type`. */
export function encodingType(request: WithQuery): EncodingType {
  const type = request.query.get('encoding-type');
  if (type === undefined || type === 'url') return type;
  throw invalidArgument('encoding-type', type, 'Invalid Encoding Method specified in Request');
}

export function nameEncoding(type: EncodingType): NameEncoding {
  if (type === undefined) return { encode: (name) => name };
  return { encode: encodeS3Url, element: text('EncodingType', type) };
}
