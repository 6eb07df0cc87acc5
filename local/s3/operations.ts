/** Finds the operation of a request by its method, its target (service, bucket or object) and its sub-resource. */

import type { Reply } from '../../front/wire/reply.ts';
import { header, type S3Request } from '../../front/wire/request.ts';
import { S3Error } from '../../front/wire/s3-error.ts';
import { createBucket, deleteBucket, headBucket, listBuckets } from './buckets.ts';
import { completeUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import type { Endpoint } from './endpoint.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listParts, listUploads } from './list-uploads.ts';
import { listVersions } from './list-versions.ts';
import { putObject } from './put-object.ts';
import { bucketSettings, objectSettings } from './settings.ts';
import { abortUpload, createUpload, uploadPart } from './upload-part.ts';

/** The kinds by which requests are counted. */
export type RequestKind = 'list' | 'head' | 'get' | 'put' | 'delete' | 'other';

export interface Operation {
  kind: RequestKind;
  run: (endpoint: Endpoint, request: S3Request) => Promise<Reply>;
}

/**
 * Query parameters that select a sub-resource. If a request has several, the one that comes first in this list
 * decides. S3 ignores unknown parameters.
 */
const SUBRESOURCES = [
  ...[
    'uploadId',
    'uploads',
    'partNumber',
    'delete',
    'versions',
    'attributes',
    'restore',
    'select',
    'torrent',
  ],
  ...['legal-hold', 'retention', 'renameObject', 'append', 'annotation', 'analytics', 'inventory', 'metrics'],
  ...['intelligent-tiering', 'metadataTable', 'metadataConfiguration', 'session', 'abac', 'encryption'],
  ...bucketSettings.map(([name]) => name),
  'list-type',
];

const OPERATIONS = new Map<string, Operation>([
  ['GET service', { kind: 'other', run: listBuckets }],
  ['PUT bucket', { kind: 'other', run: createBucket }],
  ['HEAD bucket', { kind: 'other', run: headBucket }],
  ['DELETE bucket', { kind: 'other', run: deleteBucket }],
  ['GET bucket', { kind: 'list', run: listObjects }],
  ['GET bucket list-type', { kind: 'list', run: listObjectsV2 }],
  ['GET bucket versions', { kind: 'list', run: listVersions }],
  ['GET bucket uploads', { kind: 'other', run: listUploads }],
  ['POST bucket delete', { kind: 'delete', run: deleteObjects }],
  ['HEAD object', { kind: 'head', run: headObject }],
  ['GET object', { kind: 'get', run: getObject }],
  ['PUT object', { kind: 'put', run: putOrCopy }],
  ['DELETE object', { kind: 'delete', run: deleteObject }],
  ['POST object uploads', { kind: 'other', run: createUpload }],
  ['PUT object uploadId', { kind: 'other', run: uploadPart }],
  ['GET object uploadId', { kind: 'other', run: listParts }],
  ['POST object uploadId', { kind: 'put', run: completeUpload }],
  ['DELETE object uploadId', { kind: 'other', run: abortUpload }],
  ...bucketSettings.map(([name, run]): [string, Operation] => [`GET bucket ${name}`, { kind: 'other', run }]),
  ...objectSettings.map(([name, run]): [string, Operation] => [`GET object ${name}`, { kind: 'other', run }]),
]);

const METHODS = new Set(['GET', 'HEAD', 'PUT', 'POST', 'DELETE']);

function putOrCopy(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  return header(request, 'x-amz-copy-source') === undefined
    ? putObject(endpoint, request)
    : copyObject(endpoint, request);
}

/**
 * Returns the operation of a request. Refuses with NotImplemented if only S3 supports the operation, and with
 * MethodNotAllowed if S3 does not support it either.
 */
export function chooseOperation(request: S3Request): Operation {
  const level = request.key !== undefined ? 'object' : request.bucket !== undefined ? 'bucket' : 'service';
  const subresource = SUBRESOURCES.find((name) => request.query.has(name));
  const suffix = level === 'service' || subresource === undefined ? '' : ` ${subresource}`;
  const operation = OPERATIONS.get(`${request.method} ${level}${suffix}`);
  if (operation) return operation;
  const isKnownMethod = METHODS.has(request.method);
  if (isKnownMethod && (suffix !== '' || (request.method === 'POST' && level !== 'service'))) {
    throw new S3Error('NotImplemented', { fields: { Method: request.method, Query: subresource ?? '' } });
  }
  throw new S3Error('MethodNotAllowed', {
    fields: { Method: request.method, ResourceType: level.toUpperCase() },
  });
}
