/** Answers that no server should give, or that servers give when they fail, as they are on the wire. */
import type { EndpointName } from './call-sites.ts';
import type { WireAnswer } from './exchange.ts';

const REQUEST_ID = 'FAULT0000000000';
const JSON_TYPE = { dynamodb: 'application/x-amz-json-1.0', sqs: 'application/x-amz-json-1.0' } as const;
const NAMESPACE = { dynamodb: 'com.amazonaws.dynamodb.v20120810', sqs: 'com.amazonaws.sqs' } as const;

function wire(status: number, type: string, text: string): WireAnswer {
  const body = Buffer.from(text);
  const rawHeaders = [
    ...['content-type', type, 'content-length', String(body.length)],
    ...['x-amz-request-id', REQUEST_ID, 'x-amzn-requestid', REQUEST_ID],
  ];
  return { status, rawHeaders, body };
}

/** An error in the format of DynamoDB or SQS. */
export function jsonError(
  on: 'dynamodb' | 'sqs',
  status: number,
  code: string,
  message = 'because',
): WireAnswer {
  return wire(status, JSON_TYPE[on], JSON.stringify({ __type: `${NAMESPACE[on]}#${code}`, message }));
}

/** An error in S3's format. */
export function s3Error(status: number, code: string): WireAnswer {
  const inner = `<Code>${code}</Code><Message>because</Message><RequestId>${REQUEST_ID}</RequestId>`;
  return wire(status, 'application/xml', `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`);
}

/** A page of a proxy or captive portal. It has no request ID, unlike every answer of AWS. */
export function webPage(status: number): WireAnswer {
  const page = '<!DOCTYPE html><html><body><h1>Hello</h1></body></html>';
  const { body, rawHeaders } = wire(status, 'text/html', page);
  return { status, body, rawHeaders: rawHeaders.slice(0, rawHeaders.indexOf('x-amz-request-id')) };
}

export function nothing(on: EndpointName): WireAnswer {
  return wire(200, on === 's3' ? 'application/xml' : JSON_TYPE[on], '');
}

/** A well-formed answer to another request. */
export function anotherDocument(on: EndpointName): WireAnswer {
  if (on !== 's3') return wire(200, JSON_TYPE[on], '{"TableNames":[],"Item":null,"Items":null}');
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return wire(
    200,
    'application/xml',
    `<?xml version="1.0"?><ListAllMyBucketsResult xmlns="${xmlns}"><Buckets/></ListAllMyBucketsResult>`,
  );
}

/** Adds a Date. AWS sends one with every answer, and the SDK corrects its clock by it. */
export function dated(answer: WireAnswer, ms: number): WireAnswer {
  return { ...answer, rawHeaders: [...answer.rawHeaders, 'date', new Date(ms).toUTCString()] };
}

/** The same answer with half of its body, and with headers for the half, so that it looks complete. */
export function truncated(answer: WireAnswer): WireAnswer {
  const body = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  const rawHeaders = answer.rawHeaders.slice();
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (/^content-length$/i.test(rawHeaders[i]!)) rawHeaders[i + 1] = String(body.length);
  return { ...answer, rawHeaders, body };
}
