/** Signature Version 4 for S3, with the AWS SDK's own signer. */
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Unsigned {
  method: string;
  origin: URL;
  /** Percent-encoded. */
  path: string;
  query: ReadonlyMap<string, string>;
  /** Headers to sign besides the host, by lower-case name. They include `x-amz-content-sha256`. */
  headers: Readonly<Record<string, string>>;
}

export interface Signer {
  /** `undefined` when there are none. Requests are then sent unsigned. */
  credentials: () => Promise<Credentials | undefined>;
  /** Epoch ms. */
  now: () => number;
}

/** The headers to send: the given ones, the host, and the authorization. */
export async function signed(
  signer: Signer,
  region: string,
  request: Unsigned,
): Promise<Record<string, string>> {
  const { method, origin, path, query } = request;
  const headers = { ...request.headers, host: origin.host };
  const credentials = await signer.credentials();
  if (credentials === undefined) return headers;
  const v4 = new SignatureV4({
    service: 's3',
    region,
    credentials,
    sha256: Sha256,
    // S3 signs paths as they are sent, encoded once.
    uriEscapePath: false,
    applyChecksum: false,
  });
  const signedRequest = await v4.sign(
    {
      method,
      protocol: origin.protocol,
      hostname: origin.hostname,
      ...(origin.port !== '' && { port: Number(origin.port) }),
      path,
      query: Object.fromEntries(query),
      headers: mapValues(headers, bytesAsText),
    },
    { signingDate: new Date(signer.now()) },
  );
  return { ...signedRequest.headers, ...headers };
}

/** Node represents each byte of a header as one character. The signature is of those bytes, read as UTF-8. */
function bytesAsText(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

function mapValues(record: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
