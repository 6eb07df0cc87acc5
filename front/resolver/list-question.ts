/** Parses ListObjectsV2 and ListObjects strictly. What S3 would reject is passed to S3. */
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import { decodeToken } from '../wire/continuation-token.ts';
import { MAX_INTEGER_PARAMETER } from '../wire/limits.ts';
import type { S3Parts } from './parts.ts';
import { type Pass, pass } from './pass.ts';

export interface ListQuestion {
  bucket: string;
  prefix: string;
  /** Empty: everything below the prefix. */
  delimiter: '/' | '';
  /** 1..1000. */
  maxKeys: number;
  encodingType?: 'url';
  /** Only keys greater than this one are listed. */
  after?: string;
  /** The answer contains the owner of each object. */
  withOwner: boolean;
  page: { version: 2; startAfter?: string; continuationToken?: string } | { version: 1; marker: string };
}

const WHOLE_NUMBER = /^\d{1,10}$/;

export function listQuestion({ operation, bucket, parameters }: S3Parts): ListQuestion | Pass {
  const delimiter = parameters.get('delimiter') ?? '';
  if (delimiter !== '' && delimiter !== '/') return pass('not-indexed', 'delimiter');
  const encodingType = parameters.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') return pass('not-read', 'encoding-type');
  const maxKeys = readMaxKeys(parameters.get('max-keys'));
  if (maxKeys === undefined) return pass('not-read', 'max-keys');
  const page = operation === 'ListObjectsV2' ? pageV2(parameters) : pageV1(parameters);
  if ('outcome' in page) return page;
  return {
    bucket,
    prefix: parameters.get('prefix') ?? '',
    delimiter,
    maxKeys,
    encodingType,
    ...page,
  };
}

/** An absent value means S3's maximum. `undefined`: S3 must answer, because the value is 0 or invalid. */
function readMaxKeys(text = ''): number | undefined {
  if (text === '') return LIST_MAX_KEYS;
  const value = WHOLE_NUMBER.test(text) ? Number(text) : 0;
  return value === 0 || value > MAX_INTEGER_PARAMETER ? undefined : Math.min(value, LIST_MAX_KEYS);
}

type Page = Pick<ListQuestion, 'after' | 'page' | 'withOwner'>;

function pageV2(parameters: S3Parts['parameters']): Page | Pass {
  if (parameters.get('list-type') !== '2') return pass('not-read', 'list-type');
  const fetchOwner = parameters.get('fetch-owner') ?? 'false';
  if (fetchOwner !== 'false' && fetchOwner !== 'true') return pass('not-read', 'fetch-owner');
  const startAfter = parameters.get('start-after');
  const continuationToken = parameters.get('continuation-token');
  const position = continuationToken === undefined ? undefined : decodeToken(continuationToken);
  // This token was made by S3, which answered an earlier page, so only S3 can continue there.
  if (continuationToken !== undefined && position === undefined)
    return pass('not-read', 'continuation-token');
  const after = position ?? startAfter;
  return {
    after: after || undefined,
    withOwner: fetchOwner === 'true',
    page: {
      version: 2,
      startAfter,
      continuationToken,
    },
  };
}

function pageV1(parameters: S3Parts['parameters']): Page {
  const marker = parameters.get('marker') ?? '';
  return { after: marker || undefined, withOwner: true, page: { version: 1, marker } };
}
