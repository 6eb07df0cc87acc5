/** The keys of a DeleteObjects request. */
import type { Written } from '../resolver/own-writes.ts';
import { decodeAwsChunked } from '../wire/aws-chunked.ts';
import { MAX_XML_BODY_BYTES } from '../wire/limits.ts';
import { header, type S3Request } from '../wire/request.ts';
import { children, childText, parseXmlBody } from '../wire/xml-body.ts';

/** A chunked body is somewhat longer than its content. */
export const MAX_DELETE_BODY_BYTES = 2 * MAX_XML_BODY_BYTES;

/** `all` when the body cannot be parsed here, because S3 might still accept it. */
export function readDeletedKeys(request: S3Request, body: Buffer): Written {
  try {
    const isChunked = header(request, 'x-amz-content-sha256')?.startsWith('STREAMING-') === true;
    const decoded = isChunked ? decodeAwsChunked(body) : ({ outcome: 'decoded', content: body } as const);
    if (decoded.outcome !== 'decoded') return 'all';
    const objects = children(parseXmlBody(decoded.content, 'Delete'), 'Object');
    return objects.map((object) => childText(object, 'Key') ?? '');
  } catch {
    return 'all';
  }
}
