/** Answers that no server should give, or that servers give in trouble, as they stand on the wire. */
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

/** An error in DynamoDB's or SQS's words. */
export function jsonError(
  on: 'dynamodb' | 'sqs',
  status: number,
  code: string,
  message = 'because',
): WireAnswer {
  return wire(status, JSON_TYPE[on], JSON.stringify({ __type: `${NAMESPACE[on]}#${code}`, message }));
}

/** An error in S3's words. */
export function s3Error(status: number, code: string): WireAnswer {
  const inner = `<Code>${code}</Code><Message>because</Message><RequestId>${REQUEST_ID}</RequestId>`;
  return wire(status, 'application/xml', `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`);
}

/** What a proxy or a captive portal puts in the way: it does not say which request it answers, as AWS always does. */
export function webPage(status: number): WireAnswer {
  const page = '<!DOCTYPE html><html><body><h1>Hello</h1></body></html>';
  const { body, rawHeaders } = wire(status, 'text/html', page);
  return { status, body, rawHeaders: rawHeaders.slice(0, rawHeaders.indexOf('x-amz-request-id')) };
}

export function nothing(on: EndpointName): WireAnswer {
  return wire(200, on === 's3' ? 'application/xml' : JSON_TYPE[on], '');
}

/** Well-formed, and the answer to something else. */
export function anotherDocument(on: EndpointName): WireAnswer {
  if (on !== 's3') return wire(200, JSON_TYPE[on], '{"TableNames":[],"Item":null,"Items":null}');
  const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return wire(
    200,
    'application/xml',
    `<?xml version="1.0"?><ListAllMyBucketsResult xmlns="${xmlns}"><Buckets/></ListAllMyBucketsResult>`,
  );
}

/** AWS dates every answer, and its SDK sets its clock by that. */
export function dated(answer: WireAnswer, ms: number): WireAnswer {
  return { ...answer, rawHeaders: [...answer.rawHeaders, 'date', new Date(ms).toUTCString()] };
}

/** The same with half its body, and headers that say that this is all. */
export function truncated(answer: WireAnswer): WireAnswer {
  const body = answer.body.subarray(0, Math.floor(answer.body.length / 2));
  const rawHeaders = answer.rawHeaders.slice();
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (/^content-length$/i.test(rawHeaders[i]!)) rawHeaders[i + 1] = String(body.length);
  return { ...answer, rawHeaders, body };
}
