/** Explains an error: what is wrong, what to do, and the exit code. */
import { S3dexError } from '../contract/client.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { Unfinished } from './unfinished.ts';
import { UsageError } from './usage-error.ts';

export interface Explanation {
  /** The first line names what is wrong; the others say what to do. */
  lines: string[];
  code: ExitCode;
}

/** How the failed command was connected. */
export interface Circumstances {
  endpoint: string;
  /** True when the endpoint is the local stack's default address. */
  endpointIsDefault: boolean;
  authorization: 'none' | 'token' | 'sigv4';
}

export function explain(error: unknown, circumstances?: Circumstances): Explanation {
  if (error instanceof Unfinished) {
    const { lines, code } = explain(error.cause, circumstances);
    return { lines: [...lines, ...error.left], code };
  }
  if (error instanceof UsageError) return { lines: [error.message], code: EXIT.usage };
  if (error instanceof S3dexError) return explainAnswer(error, circumstances);
  if (error instanceof Error && error.name === 'CredentialsProviderError') {
    return {
      lines: [
        `no AWS credentials: ${error.message}`,
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, log in with `aws sso login`, or name a profile with --profile.',
      ],
      code: EXIT.usage,
    };
  }
  if (error instanceof Error && error.message === 'Region is missing') {
    return {
      lines: ['no AWS Region is set', 'Set --region or AWS_REGION, or a region in the AWS profile.'],
      code: EXIT.usage,
    };
  }
  return { lines: [error instanceof Error ? error.message : String(error)], code: EXIT.unavailable };
}

function explainAnswer(error: S3dexError, circumstances: Circumstances | undefined): Explanation {
  const lines = [error.message, ...hints(error, circumstances)];
  if (error.requestId !== undefined) lines.push(`Request id: ${error.requestId}`);
  return { lines, code: exitCodeOf(error) };
}

function exitCodeOf({ code, status }: S3dexError): ExitCode {
  if (code === 'no-such-key') return EXIT.nothing;
  return status !== undefined && status >= 400 && status < 500 && status !== 429
    ? EXIT.refused
    : EXIT.unavailable;
}

function hints(error: S3dexError, circumstances: Circumstances | undefined): string[] {
  switch (error.code) {
    case 'unreachable':
      return circumstances?.endpointIsDefault
        ? [
            'Is the local stack running? Start it with `npm start`, or set --endpoint or S3DEX_ENDPOINT to your service.',
          ]
        : ['Check --endpoint: it is the base address of the API, without /v1.'];
    case 'unauthorized':
    case 'forbidden':
      // The service's own 403 names the prefix. A 403 of API Gateway has no detail, and means that the credentials
      // were refused.
      return error.detail.includes(':') ? [] : [credentialsHint(circumstances?.authorization ?? 'none')];
    case 'bad-answer':
    case 'no-such-route':
      if (circumstances?.endpoint.endsWith('/v1')) return ['Remove /v1 from the endpoint.'];
      return [
        'This does not look like an s3dex service. --endpoint is the base address of the API, without /v1.',
      ];
    case 'upstream-denied':
      return [
        "The service's own role is not allowed to read this bucket: check its policy (docs/runbook.md).",
      ];
    case 'only-if-cached':
      return ['The index does not hold this answer. Without --only-if-cached, the service would ask S3.'];
    default:
      return [];
  }
}

function credentialsHint(authorization: Circumstances['authorization']): string {
  switch (authorization) {
    case 'none':
      return 'The service needs credentials: use --sign for IAM, or --token (S3DEX_TOKEN) for a bearer token.';
    case 'token':
      return 'The service refused this token: it may have expired, or lack the scope for this operation.';
    case 'sigv4':
      return 'The service refused these credentials: they need execute-api:Invoke on this route, and the clock of this machine must be right.';
  }
}
