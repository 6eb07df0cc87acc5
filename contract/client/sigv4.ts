/**
 * Signature Version 4 for a service behind API Gateway's IAM authorizer, by the AWS SDK's own signer. In a module of its own, so
 * that programs that do not sign do not load it.
 *
 *     createClient({ endpoint, sign: sigV4({ region: 'eu-central-1', credentials: fromNodeProviderChain() }) })
 */
import { Sha256Js } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Authorize } from './transport.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface SigV4Options {
  /** The API's region. */
  region: string;
  /** Credentials, or what gives them (any credential provider of the SDK); asked for each attempt. */
  credentials: AwsCredentials | (() => Promise<AwsCredentials>);
  /** `execute-api` by default: API Gateway. */
  service?: string;
  /** Epoch milliseconds; Date.now by default. API Gateway takes no signature made more than five minutes from its own clock. */
  now?: () => number;
}

export function sigV4({
  region,
  credentials,
  service = 'execute-api',
  now = Date.now,
}: SigV4Options): Authorize {
  const signer = new SignatureV4({
    region,
    service,
    credentials,
    sha256: Sha256Js,
    // The body's hash is signed in any case; only S3 wants it told in a header.
    applyChecksum: false,
  });
  return async ({ method, url, body }) => {
    const { protocol, hostname, host, port, pathname, searchParams } = new URL(url);
    const signed = await signer.sign(
      {
        method,
        protocol,
        hostname,
        ...(port !== '' && { port: Number(port) }),
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: { host },
        ...(body !== undefined && { body }),
      },
      { signingDate: new Date(now()) },
    );
    // fetch sets Host itself, and does not let it be set.
    const { host: _, ...headers } = signed.headers;
    return headers;
  };
}
