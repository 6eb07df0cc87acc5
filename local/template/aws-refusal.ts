/** The answers with which the services deny access. */
import type { Service, WireCall } from './aws-request.ts';

export interface Refusal {
  status: number;
  contentType: string;
  body: string;
}

/**
 * S3 sends XML with status 403 (API reference, ErrorResponses). The JSON protocols name the exception in `__type`.
 */
export function refusal(service: Service, call: WireCall): Refusal {
  const operation = String(call.headers['x-amz-target'] ?? call.method);
  const message = `not authorized to perform ${operation} because no identity-based policy allows the action`;
  if (service === 's3') {
    return {
      status: 403,
      contentType: 'application/xml',
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied: ${message}</Message></Error>`,
    };
  }
  const exception = { dynamodb: 'AccessDeniedException', sqs: 'AccessDenied' }[service];
  return {
    status: service === 'sqs' ? 403 : 400,
    contentType: 'application/x-amz-json-1.0',
    body: JSON.stringify({ __type: `com.amazon.coral.service#${exception}`, message }),
  };
}
