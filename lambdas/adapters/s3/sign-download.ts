/**
 * Presigned URLs of objects. The signer is loaded when the first URL is requested, because most instances never sign
 * one. Signing sends no request.
 */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { byteLength } from '../../../shared/byte-length.ts';
import type { BucketPlace } from './clients.ts';

export interface SignerOptions {
  buckets: readonly BucketPlace[];
  /** If set, replaces the address of every bucket. */
  endpoint?: string | undefined;
  /** Epoch ms. */
  now: () => number;
}

const MS_PER_SECOND = 1_000;

export function createDownloadSigner({ buckets, endpoint, now }: SignerOptions) {
  const places = new Map(buckets.map((place) => [place.served.name, place]));
  const clients = new Map<string, S3Client>();
  return async ({ bucket, key, seconds }: { bucket: string; key: string; seconds: number }) => {
    const place = places.get(bucket);
    if (!place) throw new Error(`no served bucket has this name: ${bucket}`);
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
    const client = clients.get(bucket) ?? createSigningClient(place, endpoint);
    clients.set(bucket, client);
    // The time in a signature has whole seconds.
    const signedAt = Math.floor(now() / MS_PER_SECOND) * MS_PER_SECOND;
    const command = new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      // The browser must save the object instead of showing it as a page: HTML would run in the origin of S3. Images
      // and videos inside a page are shown in spite of this header.
      ResponseContentDisposition: attachment(key),
      RequestPayer: place.requestPayer,
    });
    const url = await getSignedUrl(client, command, {
      expiresIn: seconds,
      signingDate: new Date(signedAt),
    });
    const { expiration } = await client.config.credentials();
    const end = signedAt + seconds * MS_PER_SECOND;
    return { url, expiresAt: Math.min(end, expiration?.getTime() ?? end) };
  };
}

/** A separate client, because it sends nothing, and the service's clients count, time and parse their calls. */
function createSigningClient(place: BucketPlace, replaced: string | undefined): S3Client {
  const endpoint = replaced ?? place.endpoint;
  return new S3Client({
    region: place.region,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    // Otherwise the signature would include checksum fields.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** The longest file name of common file systems. A longer one would also make the URL too long for S3. */
const MAX_FILE_NAME_BYTES = 255;

/** The key's last segment as a file name (RFC 6266): as ASCII for old clients, and exactly (RFC 8187). */
export function attachment(key: string): string {
  const name = key.replace(/\/$/, '').split('/').at(-1) ?? '';
  if (name === '' || byteLength(name) > MAX_FILE_NAME_BYTES) return 'attachment';
  const ascii = name.replace(/[^\x20-\x7e]|["\\%;]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
