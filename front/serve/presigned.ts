/** Presigned requests: they have the signature in the query, made by one program and used by another. */
import type { S3Request } from '../wire/request.ts';
import { S3Error } from '../wire/s3-error.ts';
import { MAX_SKEW_MS, signingTimeMs } from './signing-time.ts';

const OF_V4 =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/i;
const OF_V2 = new Set(['AWSAccessKeyId', 'Signature', 'Expires']);

export function isPresigned(query: ReadonlyMap<string, string>): boolean {
  return query.has('X-Amz-Signature') || (query.has('Signature') && query.has('AWSAccessKeyId'));
}

/** The key of the signature and the host that it is for. `undefined` as the host: any (Signature Version 2). */
export interface Presignature {
  accessKeyId: string;
  host: string | undefined;
}

export function presignatureOf({
  query,
  headers,
}: Pick<S3Request, 'query' | 'headers'>): Presignature | undefined {
  if (!isPresigned(query)) return undefined;
  const credential = query.get('X-Amz-Credential');
  return credential === undefined
    ? { accessKeyId: query.get('AWSAccessKeyId') ?? '', host: undefined }
    : { accessKeyId: credential.split('/')[0]!, host: headers.host ?? '' };
}

/** The query without the parameters of the signature. */
export function withoutPresignature(query: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...query].filter(([name]) => !OF_V4.test(name) && !OF_V2.has(name)));
}

/** S3's limit: a week. */
const MAX_EXPIRES_SECONDS = 604_800;
const SECONDS = /^\d{1,12}$/;

/**
 * Checks the validity period of a presigned request.
 * @throws S3Error AccessDenied outside of it; AuthorizationQueryParametersError when it is missing or invalid.
 */
export function refuseUntimely(query: ReadonlyMap<string, string>, nowMs: number): void {
  if (!isPresigned(query)) return;
  const { fromMs, untilMs } = query.has('X-Amz-Signature') ? timesOfV4(query) : timesOfV2(query);
  if (nowMs > untilMs) throw new S3Error('AccessDenied', { message: 'Request has expired' });
  if (nowMs < fromMs - MAX_SKEW_MS)
    throw new S3Error('AccessDenied', { message: 'Request is not yet valid' });
}

interface Times {
  fromMs: number;
  untilMs: number;
}

function timesOfV4(query: ReadonlyMap<string, string>): Times {
  const fromMs = signingTimeMs(query.get('X-Amz-Date'));
  const expires = query.get('X-Amz-Expires') ?? '';
  if (fromMs === undefined || !SECONDS.test(expires) || Number(expires) > MAX_EXPIRES_SECONDS)
    throw new S3Error('AuthorizationQueryParametersError');
  return { fromMs, untilMs: fromMs + Number(expires) * 1000 };
}

function timesOfV2(query: ReadonlyMap<string, string>): Times {
  const expires = query.get('Expires') ?? '';
  if (!SECONDS.test(expires)) throw new S3Error('AuthorizationQueryParametersError');
  return { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number(expires) * 1000 };
}
