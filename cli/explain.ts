/** What went wrong, in words that help, and the exit code it means. */
import { S3dexError } from '../contract/client.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { UsageError } from './usage-error.ts';

export interface Explanation {
  /** The first line names what is wrong, the others what to do. */
  lines: string[];
  code: ExitCode;
}

/** What the failed command knew. */
export interface Circumstances {
  endpoint: string;
  /** Was the endpoint left to its default? */
  endpointIsDefault: boolean;
  authorization: 'none' | 'token' | 'sigv4';
}

export function explain(error: unknown, circumstances?: Circumstances): Explanation {
  if (error instanceof UsageError) return { lines: [error.message], code: EXIT.usage };
  if (error instanceof S3dexError) return explainAnswer(error, circumstances);
  if (error instanceof Error && error.name === 'CredentialsProviderError') {
    return {
      lines: [
        `no AWS credentials: ${error.message}`,
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, log in (aws sso login), or name a profile with --profile.',
      ],
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
            'Is the local stack running? Start it with `npm start`, or name your service with --endpoint or S3DEX_ENDPOINT.',
          ]
        : ['Is the endpoint right? It is the address of the API, without /v1.'];
    case 'unauthorized':
    case 'forbidden':
      // The service's own 403 says which prefix; a gateway's says nothing, and means credentials.
      return error.detail.includes(':') ? [] : [credentialsHint(circumstances?.authorization ?? 'none')];
    case 'bad-answer':
    case 'no-such-route':
      if (circumstances?.endpoint.endsWith('/v1')) return ['Leave /v1 out of the endpoint.'];
      return [
        'Something else than s3dex seems to answer there; --endpoint is the address of the API, without /v1.',
      ];
    case 'upstream-denied':
      return ["The service's own role may not read this bucket: see its policy (docs/runbook.md)."];
    case 'only-if-cached':
      return ['Without --only-if-cached the service would ask S3.'];
    default:
      return [];
  }
}

function credentialsHint(authorization: Circumstances['authorization']): string {
  switch (authorization) {
    case 'none':
      return 'The service wants credentials: --sign for IAM, --token (or S3DEX_TOKEN) for a bearer token.';
    case 'token':
      return 'The service does not take this token: it may have expired, or lack the scope for this operation.';
    case 'sigv4':
      return 'The service does not take these credentials: they need execute-api:Invoke on this route, and the clock must be right.';
  }
}
