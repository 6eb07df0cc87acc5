/**
 * Signature Version 4, for a service behind API Gateway's IAM authorizer. Uses the signer of the AWS SDK. It is a
 * separate module, so that programs that do not sign do not load it.
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
  /**
   * Credentials, or a function that returns them (any credential provider of the SDK). It is called for each attempt.
   */
  credentials: AwsCredentials | (() => Promise<AwsCredentials>);
  /** Default `execute-api`, the service name of API Gateway. */
  service?: string;
  /**
   * Epoch ms. Default: Date.now. API Gateway rejects signatures made more than five minutes before or after its own
   * time.
   */
  now?: () => number;
}

/** Returns an Authorize that signs with Signature Version 4. It rejects with the error of `credentials`. */
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
    // The signature always covers the hash of the body. Only S3 also requires the hash in a header.
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
        body,
      },
      { signingDate: new Date(now()) },
    );
    // fetch sets the Host header itself and forbids setting it.
    const { host: _, ...headers } = signed.headers;
    return headers;
  };
}
