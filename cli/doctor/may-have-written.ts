/** May S3 have made a write that failed? */

/** The connection was never made, or the server is not the right one, so nothing was sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);
const CERTIFICATE_REFUSED = /CERT|SIGNATURE/;

/** True also for unknown errors: an object that is left is worse than a removal without need. */
export function mayHaveWritten(error: unknown): boolean {
  const { name, message, code, $metadata } = error as {
    name?: string;
    message?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const status = $metadata?.httpStatusCode;
  if (status !== undefined) return status >= 500;
  if (name === 'CredentialsProviderError' || message === 'Region is missing') return false;
  return code === undefined || !(NEVER_SENT.has(code) || CERTIFICATE_REFUSED.test(code));
}
