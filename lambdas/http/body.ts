/** Parses the request body: JSON in UTF-8, at most MAX_BODY_BYTES as the caller sent it. */
import { MAX_BODY_BYTES } from '../../contract/bounds.ts';
import type { HttpEvent } from './event.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function parseJsonBody(event: HttpEvent): Parsed<unknown> | Refused {
  const { body, isBase64Encoded } = event;
  if (!body) return refused('invalid-request', 'body: is required');
  const sizeBytes = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  if (sizeBytes > MAX_BODY_BYTES) {
    return refused('too-large', `body: is ${sizeBytes} bytes, more than the ${MAX_BODY_BYTES} allowed`);
  }
  const text = isBase64Encoded ? decode(Buffer.from(body, 'base64')) : body;
  // API Gateway has already decoded a text body. A lone surrogate shows that the bytes were not UTF-8.
  if (text === undefined || !text.isWellFormed()) return refused('invalid-request', 'body: is not UTF-8');
  try {
    return parsed(JSON.parse(text));
  } catch {
    return refused('invalid-request', 'body: is not JSON');
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
