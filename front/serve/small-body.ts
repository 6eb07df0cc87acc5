/** Reads a body that is needed as a whole before it is sent on. */
import type { IncomingMessage } from 'node:http';
import { S3Error } from '../wire/s3-error.ts';

/** @throws S3Error EntityTooLarge; IncompleteBody when the client closes the connection. */
export async function readSmallBody(message: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limitBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw new S3Error('IncompleteBody');
  }
  if (length <= limitBytes) return Buffer.concat(chunks, length);
  message.resume();
  throw new S3Error('EntityTooLarge', { fields: { MaxSizeAllowed: String(limitBytes) } });
}
