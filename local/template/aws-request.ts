/** Describes a request to an AWS service in IAM's terms: action, resource, conditions. */
import type { IamRequest } from './policy.ts';

export type Service = 's3' | 'dynamodb' | 'sqs';

export interface WireCall {
  method: string;
  /** Path and query as received. */
  target: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Name, value, name, value, ... as received. */
  rawHeaders: string[];
  body: Buffer;
}

export interface Place {
  region: string;
  account: string;
}

/** All permissions that the call needs. Returns undefined for calls that the functions do not make. */
export function iamRequestsOf(service: Service, call: WireCall, place: Place): IamRequest[] | undefined {
  if (service === 's3') {
    return s3Request(call)?.map((it) => ({ ...it, context: { ...it.context, ...ownedBy(place) } }));
  }
  const operation = String(call.headers['x-amz-target'] ?? '').split('.')[1];
  if (operation === undefined) return undefined;
  const body = JSON.parse(call.body.toString('utf8') || '{}');
  return service === 'dynamodb'
    ? tableRequests(operation, body, place)
    : queueRequests(operation, body, place);
}

function tableRequests(operation: string, body: TableBody, { region, account }: Place) {
  const tables = body.RequestItems ? Object.keys(body.RequestItems) : [body.TableName ?? ''];
  return tables.map((table) => ({
    action: `dynamodb:${operation}`,
    resource: `arn:aws:dynamodb:${region}:${account}:table/${table}`,
    context: {},
  }));
}

interface TableBody {
  TableName?: string;
  RequestItems?: Record<string, unknown>;
}

/**
 * A batch call of SQS needs the permission for the single call (SQS developer guide, sqs-api-permissions-reference).
 */
function queueRequests(operation: string, body: { QueueUrl?: string }, { region, account }: Place) {
  const queue = body.QueueUrl?.split('/').at(-1) ?? '';
  return [
    {
      action: `sqs:${operation.replace(/Batch$/, '')}`,
      resource: `arn:aws:sqs:${region}:${account}:${queue}`,
      // Connections on loopback count as TLS.
      context: { 'aws:SecureTransport': 'true' },
    },
  ];
}

/** The address has path style, because it is on loopback. */
function s3Request({ method, target }: WireCall): IamRequest[] | undefined {
  // The target is not parsed by URL, which would resolve `..` in a key.
  const [path = '', queryString = ''] = target.split('?', 2);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  const query = new URLSearchParams(queryString);
  if (bucket === '') return undefined;
  if (key !== '') {
    if (method !== 'HEAD' && method !== 'GET') return undefined;
    return [
      { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${decodeURIComponent(key)}`, context: {} },
    ];
  }
  if (method !== 'GET' || query.get('list-type') !== '2') return undefined;
  return [listRequest(bucket, query)];
}

/** S3's own condition keys of ListBucket (S3 User Guide, list_amazons3). */
function listRequest(bucket: string, query: URLSearchParams): IamRequest {
  const context: Record<string, string> = {};
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = query.get(name);
    if (value !== null) context[`s3:${name}`] = value;
  }
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context };
}

/**
 * The permission that is needed to learn that an object does not exist: that for listing the bucket (HeadObject, API
 * reference). The check has no prefix.
 */
export function absenceRequest(call: WireCall, place: Place): IamRequest | undefined {
  const [, bucket, key] = /^\/([^/?]+)\/([^?]+)/s.exec(call.target) ?? [];
  if (bucket === undefined || key === undefined) return undefined;
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: ownedBy(place) };
}

/** The account of the local stack owns all buckets. */
const ownedBy = ({ account }: Place) => ({ 'aws:ResourceAccount': account });
