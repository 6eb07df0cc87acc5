/** Finds parameters and headers that only S3 can answer: every one that is not known to have no effect here. */

import type { ReadOperation, S3Parts } from './parts.ts';
import { type Pass, pass } from './pass.ts';

/** Names the operation for tracers. */
const TRACING = ['x-id'];

const READ_PARAMETERS: Record<ReadOperation, ReadonlySet<string>> = {
  ListObjectsV2: new Set([
    ...['list-type', 'prefix', 'delimiter', 'max-keys', 'encoding-type'],
    ...['start-after', 'continuation-token', 'fetch-owner', ...TRACING],
  ]),
  ListObjects: new Set(['prefix', 'delimiter', 'max-keys', 'encoding-type', 'marker', ...TRACING]),
  HeadObject: new Set(TRACING),
  HeadBucket: new Set(TRACING),
};

/** Amazon's headers about the caller and the signature, which do not change the answer. */
const INDIFFERENT = new Set([
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-user-agent',
  'x-amz-checksum-mode',
]);

/** `undefined` when there is none. */
export function unanswerable({ operation, parameters, headers }: S3Parts): Pass | undefined {
  for (const name of parameters.keys()) {
    if (!READ_PARAMETERS[operation].has(name)) return pass('not-indexed', name);
  }
  for (const name of headers.keys()) {
    if (name === 'range' || (name.startsWith('x-amz-') && !INDIFFERENT.has(name)))
      return pass('not-indexed', name);
  }
  const directives = headers.get('cache-control') ?? '';
  return /\bno-(cache|store)\b/i.test(directives) ? pass('asked-afresh', 'cache-control') : undefined;
}
