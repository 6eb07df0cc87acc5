/**
 * Answers that a test may set for the stub: wrong, incomplete or missing ones, and single pages that the test writes
 * itself.
 */
import type { Answer } from './server.ts';

/** Every answer of S3 has this header. Proxies and some other servers do not send it. */
export const REQUEST_ID = { 'x-amz-request-id': '4442587FB7D0A2F9' };

export const xml =
  (body: string, status = 200): Answer =>
  (_request, response) =>
    void response.writeHead(status, { ...REQUEST_ID, 'content-type': 'application/xml' }).end(body);

export const error = (status: number, code?: string): Answer =>
  xml(code ? `<Error><Code>${code}</Code></Error>` : '', status);

/** An answer without a body. */
export const headers =
  (fields: Record<string, string>, status = 200): Answer =>
  (_request, response) =>
    void response.writeHead(status, fields).end();

export const listing = (inner: string, rest = '<IsTruncated>false</IsTruncated>'): Answer =>
  xml(`<?xml version="1.0"?><ListBucketResult><Name>b</Name>${rest}${inner}</ListBucketResult>`);

export const more = (token: string): string =>
  `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`;

export const contents = (key: string, rest = '<Size>1</Size>'): string =>
  `<Contents><Key>${key}</Key>${rest}</Contents>`;

export const common = (prefix: string): string =>
  `<CommonPrefixes><Prefix>${prefix}</Prefix></CommonPrefixes>`;

/** Closes the connection instead of answering. */
export const reset: Answer = (request) => void request.socket.destroy();

export const silence: Answer = () => {};

/** Sends headers and the beginning of a body, then closes the connection. */
export const resetInside: Answer = (_request, response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('<ListBucketResult>', () => response.destroy());
};

/** Sends headers and the beginning of a body, then nothing more. */
export const silenceInside: Answer = (_request, response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('<ListBucketResult>');
};

/** Answers `first` for the given number of requests, and `then` for all others. */
export const atFirst =
  (requests: number, first: Answer, then: Answer): Answer =>
  (request, response, call) =>
    (call < requests ? first : then)(request, response, call);
