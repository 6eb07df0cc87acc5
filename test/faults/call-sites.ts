/**
 * Every kind of call that the handlers make, identified by the request on the wire. An unknown call is an error of the
 * matrix, because no fault would be tried on it.
 */
import { FILL_RANGE_LETTER, HEAD } from '../../lambdas/adapters/dynamodb/schema.ts';
import { SHOWN_PAGE } from '../../lambdas/adapters/s3/bounds.ts';
import type { WireRequest } from './exchange.ts';

export const SITES = {
  dynamodb: [
    'GetItem bucket',
    'GetItem head',
    'GetItem record',
    'GetItem fill',
    'GetItem fill range',
    'BatchGetItem heads',
    'Query chunks from start',
    'Query chunk at or before',
    'Query chunks after',
    'Query records',
    'Query fill ranges',
    'UpdateItem proposal',
    'UpdateItem epoch',
    'UpdateItem floor',
    'UpdateItem floors pruned',
    'UpdateItem watch',
    'UpdateItem tree watch',
    'UpdateItem watch below',
    'UpdateItem misses',
    'UpdateItem lease',
    'UpdateItem release',
    'UpdateItem observation',
    'UpdateItem mark',
    'UpdateItem fill end',
    'PutItem chunk',
    'PutItem fill',
    'PutItem fill range',
    'DeleteItem chunk',
    'DescribeTable',
  ],
  s3: ['LIST', 'LIST next page', 'LIST flat', 'LIST flat next page', 'LIST peek', 'HEAD'],
  sqs: ['SendMessage'],
} as const;

export type EndpointName = keyof typeof SITES;

/** The call site of a request to this endpoint. Throws for an unknown call. */
export function siteOf(endpoint: EndpointName, request: WireRequest): string {
  const site = READERS[endpoint](request);
  const known: readonly string[] = SITES[endpoint];
  if (!known.includes(site)) throw new Error(`the fault matrix does not know this call: ${site}`);
  return site;
}

/**
 * By the first letter of the partition key. The records of a directory, of a tree and of its digests are one kind, and
 * so are their chunks.
 */
const KINDS: Record<string, string> = {
  ...{ b: 'bucket', h: 'head', s: 'record', u: 'record', v: 'record' },
  ...{ p: 'chunk', t: 'chunk', d: 'chunk', j: 'fill' },
};

interface Key {
  pk: { S: string };
  sk: { S: string };
}

function kindOf({ pk, sk }: Key): string | undefined {
  const kind = KINDS[pk.S[0]!];
  return kind === 'fill' && sk.S.startsWith(FILL_RANGE_LETTER) ? 'fill range' : kind;
}

function dynamodbSite({ headers, body }: WireRequest): string {
  const operation = String(headers['x-amz-target']).split('.').at(-1)!;
  const input = JSON.parse(body.toString('utf8'));
  switch (operation) {
    case 'GetItem':
      return `GetItem ${kindOf(input.Key)}`;
    case 'BatchGetItem':
      return 'BatchGetItem heads';
    case 'Query':
      return querySite(input);
    case 'UpdateItem':
      return `UpdateItem ${updatePart(kindOf(input.Key), input.UpdateExpression)}`;
    case 'PutItem':
    case 'DeleteItem':
      return `${operation} ${kindOf(input.Item ?? input.Key)}`;
    default:
      return operation;
  }
}

function querySite(input: {
  KeyConditionExpression: string;
  ExpressionAttributeValues: { ':partition': { S: string } };
}): string {
  const kind = KINDS[input.ExpressionAttributeValues[':partition'].S[0]!];
  if (kind === 'fill') return 'Query fill ranges';
  if (kind === 'record') return 'Query records';
  if (input.KeyConditionExpression.includes('<=')) return 'Query chunk at or before';
  return input.KeyConditionExpression.includes('>') ? 'Query chunks after' : 'Query chunks from start';
}

function updatePart(kind: string | undefined, expression: string): string {
  switch (kind) {
    case 'bucket':
      if (expression.startsWith('REMOVE')) return 'floors pruned';
      if (expression.includes(':proposal')) return 'proposal';
      return expression.includes(':epoch') ? 'epoch' : 'floor';
    case 'fill':
      return 'fill end';
    case 'head':
      if (expression.startsWith(`SET ${HEAD.watchedBelowUntil} =`)) return 'watch below';
      if (expression.startsWith(`SET ${HEAD.treeWatchedUntilPrefix}`)) return 'tree watch';
      if (expression.startsWith('REMOVE')) return 'release';
      if (expression.includes(':lease')) return 'lease';
      return expression.includes(':one') || expression.includes(':misses') ? 'misses' : 'watch';
    case 'record':
      return expression.includes(':appeared') || expression.includes(':vanished') ? 'mark' : 'observation';
    default:
      return `of ${kind}`;
  }
}

/** Page sizes of LISTs that only check whether any key exists. */
const PEEK_SIZES: ReadonlySet<string> = new Set(['1', String(SHOWN_PAGE)]);

function s3Site({ method, target }: WireRequest): string {
  if (method === 'HEAD') return 'HEAD';
  const { searchParams } = new URL(target, 'http://s3');
  if (searchParams.get('list-type') !== '2') return `${method} ${target}`;
  if (PEEK_SIZES.has(searchParams.get('max-keys') ?? '')) return 'LIST peek';
  const list = searchParams.has('delimiter') ? 'LIST' : 'LIST flat';
  return searchParams.has('continuation-token') ? `${list} next page` : list;
}

function sqsSite({ headers }: WireRequest): string {
  return String(headers['x-amz-target']).split('.').at(-1)!;
}

const READERS = { dynamodb: dynamodbSite, s3: s3Site, sqs: sqsSite } as const;
