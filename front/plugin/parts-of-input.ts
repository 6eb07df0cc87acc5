/** Converts a command's input to the parts of a request: each field with its name on the wire. */

import type { ReadOperation, S3Parts } from '../resolver/parts.ts';
import { type Pass, pass } from '../resolver/pass.ts';

/** The input of any command. */
export type SdkInput = { Bucket?: string; Key?: string } & Record<string, unknown>;

type Wire = { parameter: string } | { header: string };

const LISTING: Record<string, Wire> = {
  Prefix: { parameter: 'prefix' },
  Delimiter: { parameter: 'delimiter' },
  MaxKeys: { parameter: 'max-keys' },
  EncodingType: { parameter: 'encoding-type' },
};
const FIELDS: Record<ReadOperation, Record<string, Wire>> = {
  ListObjectsV2: {
    ...LISTING,
    StartAfter: { parameter: 'start-after' },
    ContinuationToken: { parameter: 'continuation-token' },
    FetchOwner: { parameter: 'fetch-owner' },
  },
  ListObjects: { ...LISTING, Marker: { parameter: 'marker' } },
  // Conditions are left to S3, because the SDK turns their results into errors.
  HeadObject: { ChecksumMode: { header: 'x-amz-checksum-mode' } },
  // The response contains the bucket's Region, which only S3 knows.
  HeadBucket: {},
};

/**
 * `undefined` for commands that the index never answers. A field that the index does not support makes the request
 * pass to S3.
 */
export function partsOf(operation: string, input: SdkInput): S3Parts | Pass | undefined {
  if (!Object.hasOwn(FIELDS, operation) || operation === 'HeadBucket') return undefined;
  const { Bucket: bucket, Key: key, ...fields } = input;
  if (typeof bucket !== 'string') return undefined;
  const known = FIELDS[operation as ReadOperation];
  const parameters = new Map<string, string>();
  const headers = new Map<string, string>();
  if (operation === 'ListObjectsV2') parameters.set('list-type', '2');
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const wire = Object.hasOwn(known, name) ? known[name] : undefined;
    if (wire === undefined) return pass('not-indexed', name);
    if ('parameter' in wire) parameters.set(wire.parameter, String(value));
    else headers.set(wire.header, String(value));
  }
  return {
    operation: operation as ReadOperation,
    bucket,
    ...(typeof key === 'string' && { key }),
    ...{ parameters, headers },
  };
}
