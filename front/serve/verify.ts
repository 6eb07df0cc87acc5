/** Checks that a request is signed with the given key, by Signature Version 4 in the header or in the query. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { header, type S3Request } from '../wire/request.ts';
import { S3Error } from '../wire/s3-error.ts';
import { UNSIGNED_PAYLOAD } from './body.ts';
import type { Credentials } from './sign.ts';
import { MAX_SKEW_MS, signingTimeMs } from './signing-time.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;
const SCOPE = /^(.+)\/(\d{8})\/([a-z0-9-]+)\/s3\/aws4_request$/;

/** Without the headers that the signature includes in another way. */
const AMZ_HEADER = /^x-amz-(?!date$|content-sha256$|security-token$)/;

interface Claim {
  /** The signature is in the query. */
  isPresigned: boolean;
  scope: { accessKeyId: string; date: string; region: string };
  signedHeaders: string[];
  signature: string;
  /** `20261122T100000Z`. */
  time: string;
  payload: string;
  /** The part of the query that is signed. */
  rawPairs: string[];
}

/** @throws S3Error AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch or RequestTimeTooSkewed. */
export function verify(request: S3Request, key: Credentials, nowMs: number): void {
  const claim = claimOf(request);
  if (claim === undefined) throw new S3Error('AccessDenied');
  if (claim.scope.accessKeyId !== key.accessKeyId) throw new S3Error('InvalidAccessKeyId');
  // A signature in the query has its own validity period (presigned.ts).
  if (!claim.isPresigned && !(Math.abs(nowMs - (signingTimeMs(claim.time) ?? Number.NaN)) <= MAX_SKEW_MS))
    throw new S3Error('RequestTimeTooSkewed');
  const expected = Buffer.from(signatureOf(request, claim, key.secretAccessKey), 'hex');
  if (!timingSafeEqual(expected, Buffer.from(claim.signature, 'hex')))
    throw new S3Error('SignatureDoesNotMatch');
  refuseUnsigned(request, claim.signedHeaders);
}

/** Without this check, the holder of a presigned PUT could add an unsigned header, and copy any object to its key. */
function refuseUnsigned({ headers }: S3Request, signedHeaders: readonly string[]): void {
  const needed = Object.keys(headers).filter((name) => name === 'host' || AMZ_HEADER.test(name));
  const missing = needed.filter((name) => !signedHeaders.includes(name));
  if (missing.length > 0)
    throw new S3Error('AccessDenied', {
      message: 'There were headers present in the request which were not signed',
      fields: { HeadersNotSigned: missing.join(', ') },
    });
}

function claimOf(request: S3Request): Claim | undefined {
  const { query } = request;
  const [path = '', rawQuery = ''] = split(request.message.url ?? '');
  const pairs = rawQuery.split('&').filter((pair) => pair !== '');
  if (path === '') return undefined;
  const given = AUTHORIZATION.exec(header(request, 'authorization') ?? '');
  const inQuery = query.get('X-Amz-Algorithm') === ALGORITHM;
  const [credential, signedHeaders, signature] = given
    ? given.slice(1)
    : inQuery
      ? [query.get('X-Amz-Credential'), query.get('X-Amz-SignedHeaders'), query.get('X-Amz-Signature')]
      : [];
  const [, accessKeyId, date, region] = SCOPE.exec(credential ?? '') ?? [];
  const time = given ? header(request, 'x-amz-date') : query.get('X-Amz-Date');
  if (accessKeyId === undefined || date === undefined || region === undefined || time === undefined)
    return undefined;
  if (signedHeaders === undefined || !/^[0-9a-f]{64}$/.test(signature ?? '')) return undefined;
  return {
    isPresigned: !given,
    scope: { accessKeyId, date, region },
    signedHeaders: signedHeaders.split(';'),
    signature: signature!,
    time,
    payload: header(request, 'x-amz-content-sha256') ?? query.get('X-Amz-Content-Sha256') ?? UNSIGNED_PAYLOAD,
    rawPairs: given ? pairs : pairs.filter((pair) => !pair.startsWith('X-Amz-Signature=')),
  };
}

function split(target: string): string[] {
  const cut = target.indexOf('?');
  return cut < 0 ? [target] : [target.slice(0, cut), target.slice(cut + 1)];
}

function signatureOf(request: S3Request, claim: Claim, secret: string): string {
  const { scope, signedHeaders, time, payload, rawPairs } = claim;
  const canonical = [
    request.method,
    split(request.message.url ?? '')[0],
    rawPairs.map(canonicalPair).sort(byNameThenValue).join('&'),
    ...signedHeaders.map((name) => `${name}:${(header(request, name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders.join(';'),
    payload,
  ].join('\n');
  const scopeText = `${scope.date}/${scope.region}/s3/aws4_request`;
  const toSign = [
    ALGORITHM,
    time,
    scopeText,
    createHash('sha256').update(canonical, 'latin1').digest('hex'),
  ].join('\n');
  const parts = [scope.date, scope.region, 's3', 'aws4_request'];
  const signingKey = parts.reduce<Buffer | string>((by, part) => hmac(by, part), `AWS4${secret}`) as Buffer;
  return hmac(signingKey, toSign).toString('hex');
}

/** Names and values as sent, which is how the signer encoded them. A name without `=` has an empty value. */
function canonicalPair(pair: string): string {
  return pair.includes('=') ? pair : `${pair}=`;
}

/** `a=1` sorts before `a-b=1`, although `-` comes before `=`. */
function byNameThenValue(a: string, b: string): number {
  const [x, y] = [a.replace('=', '\0'), b.replace('=', '\0')];
  return x < y ? -1 : Number(x > y);
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
