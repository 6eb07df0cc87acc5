/** ListBuckets, CreateBucket, HeadBucket and DeleteBucket. */

import { integerParameter } from '../../front/wire/integer-parameter.ts';
import { MAX_XML_BODY_BYTES } from '../../front/wire/limits.ts';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { bucketOf, type S3Request } from '../../front/wire/request.ts';
import { S3Error } from '../../front/wire/s3-error.ts';
import { element, text, xmlDocument, xmlTime } from '../../front/wire/xml.ts';
import { parseXmlBody } from '../../front/wire/xml-body.ts';
import { isNewBucketName } from '../../shared/bucket-name.ts';
import type { Endpoint } from './endpoint.ts';
import { ownerElement } from './owner.ts';
import { REGION } from './service.ts';
import { readXmlBody } from './upload-body.ts';

const MAX_BUCKETS = 10_000;

/**
 * A page of buckets. The token is the last name; it need not be hidden, because the owner knows the names of all
 * buckets.
 */
export async function listBuckets(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const prefix = request.query.get('prefix') ?? '';
  const token = request.query.get('continuation-token') ?? '';
  const maxBuckets = Math.min(integerParameter(request, 'max-buckets', MAX_BUCKETS), MAX_BUCKETS);
  const rest = endpoint.storage.bucketNames().filter((name) => name.startsWith(prefix) && name > token);
  const names = rest.slice(0, maxBuckets);
  return xmlReply(
    xmlDocument('ListAllMyBucketsResult', [
      ownerElement('Owner'),
      element(
        'Buckets',
        names.map((name) =>
          element('Bucket', [
            text('Name', name),
            text('CreationDate', xmlTime(endpoint.storage.bucket(name).createdMs)),
            text('BucketRegion', REGION),
          ]),
        ),
      ),
      rest.length > names.length && names.length > 0 ? text('ContinuationToken', names.at(-1)!) : undefined,
      prefix === '' ? undefined : text('Prefix', prefix),
    ]),
  );
}

/** In us-east-1, it is not an error to create a bucket that the caller already owns. */
export async function createBucket(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const name = bucketOf(request);
  if (!isNewBucketName(name)) throw new S3Error('InvalidBucketName', { fields: { BucketName: name } });
  const body = await readXmlBody(request, MAX_XML_BODY_BYTES);
  // Every location is accepted, but the body must be valid.
  if (body.length > 0) parseXmlBody(body, 'CreateBucketConfiguration');
  endpoint.storage.createBucket(name);
  return { status: 200, headers: { location: `/${name}` } };
}

export async function headBucket(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  endpoint.storage.bucket(bucketOf(request));
  return { status: 200, headers: { 'content-type': 'application/xml', 'x-amz-bucket-region': REGION } };
}

export async function deleteBucket(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { name, objects } = endpoint.storage.bucket(bucketOf(request));
  if (objects.size > 0) throw new S3Error('BucketNotEmpty', { fields: { BucketName: name } });
  endpoint.uploads.removeBucket(name);
  endpoint.storage.deleteBucket(name);
  return { status: 204 };
}
