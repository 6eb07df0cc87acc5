/** Signature Version 4 for S3, by the AWS SDK's own signer. */
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
  /** What is signed beside the host: by lower-case name. `x-amz-content-sha256` among them. */
  headers: Readonly<Record<string, string>>;
}

export interface Signer {
  /** Undefined: there are none, and requests go unsigned. */
  credentials: () => Promise<Credentials | undefined>;
  /** Epoch ms. */
  now: () => number;
}

/** The headers to send: those given, the host, and what authorizes the request. */
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

/** Node gives a header's bytes as one character each; what is signed is what those bytes say in UTF-8. */
function bytesAsText(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

function mapValues(record: Record<string, string>, map: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
