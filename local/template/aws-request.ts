/** A request to an AWS service, as IAM sees it: what is done, to what, under which conditions. */
import type { IamRequest } from './policy.ts';

export type Service = 's3' | 'dynamodb' | 'sqs';

export interface WireCall {
  method: string;
  /** Path and query as they were sent. */
  target: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Name, value, name, value, ... as they were sent. */
  rawHeaders: string[];
  body: Buffer;
}

export interface Place {
  region: string;
  account: string;
}

/** Every permission the call needs; undefined: no call the functions are known to make. */
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

/** Batches of SQS need the permission of the single call (SQS developer guide, sqs-api-permissions-reference). */
function queueRequests(operation: string, body: { QueueUrl?: string }, { region, account }: Place) {
  const queue = body.QueueUrl?.split('/').at(-1) ?? '';
  return [
    {
      action: `sqs:${operation.replace(/Batch$/, '')}`,
      resource: `arn:aws:sqs:${region}:${account}:${queue}`,
      // Loopback stands for TLS.
      context: { 'aws:SecureTransport': 'true' },
    },
  ];
}

/** Path style, as an address on loopback is always called. */
function s3Request({ method, target }: WireCall): IamRequest[] | undefined {
  // Not by URL, which would take `..` in a key for a way up.
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

/** Only who may list learns that an object is not there (HeadObject, API reference): no prefix stands in that question. */
export function absenceRequest(call: WireCall, place: Place): IamRequest | undefined {
  const [, bucket, key] = /^\/([^/?]+)\/([^?]+)/s.exec(call.target) ?? [];
  if (bucket === undefined || key === undefined) return undefined;
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, context: ownedBy(place) };
}

/** All buckets of the local stack are its own. */
const ownedBy = ({ account }: Place) => ({ 'aws:ResourceAccount': account });
