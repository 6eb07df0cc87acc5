/**
 * The stub over HTTP on loopback. Every request is answered according to the stub's manners, or exactly as a test
 * sets. All tests of how the S3 adapter handles a server that misbehaves use this server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HeadObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { listDocument } from '../../../front/wire/list-document.ts';
import { error, REQUEST_ID } from './answers.ts';
import type { StubS3 } from './stub.ts';

/** `call` is the number of the request since the last `forget`, from 0. */
export type Answer = (request: IncomingMessage, response: ServerResponse, call: number) => void;

export interface StubServer {
  endpoint: string;
  /** The buckets that exist, by name. */
  buckets: Map<string, StubS3>;
  /** Answers according to the manners of the buckets. */
  answer: Answer;
  /** Replaces `answer` if it is set. */
  ordered: Answer | undefined;
  /** The URLs of all requests since the last `forget`. */
  urls: URL[];
  forget(): void;
  close(): Promise<void>;
}

export async function startStubS3(buckets: Iterable<[string, StubS3]> = []): Promise<StubServer> {
  const http = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const url = new URL(request.url!, stub.endpoint);
      stub.urls.push(url);
      (stub.ordered ?? stub.answer)(request, response, stub.urls.length - 1);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const stub: StubServer = {
    endpoint: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    buckets: new Map(buckets),
    answer: (request, response) => answerOf(stub.buckets, request, response),
    ordered: undefined,
    urls: [],
    forget() {
      stub.ordered = undefined;
      stub.urls = [];
    },
    async close() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return stub;
}

function answerOf(buckets: StubServer['buckets'], request: IncomingMessage, response: ServerResponse): void {
  // `URL` is not used for this, because it would resolve `..` in keys.
  const [, path, query] = /^([^?]*)\??(.*)$/.exec(request.url!)!;
  const [, bucketName, key] = /^\/([^/]*)\/?(.*)$/s.exec(decodeURIComponent(path!))!;
  const bucket = buckets.get(bucketName!);
  if (!bucket) error(404, 'NoSuchBucket')(request, response, 0);
  else if (request.method === 'HEAD') headed(bucket, key!, response);
  else listed(bucket, new URLSearchParams(query), response);
}

function listed(bucket: StubS3, query: URLSearchParams, response: ServerResponse): void {
  const said = (name: string) => query.get(name) ?? undefined;
  const input = {
    Bucket: '',
    Prefix: said('prefix'),
    Delimiter: said('delimiter'),
    MaxKeys: Number(said('max-keys') ?? 1_000),
    StartAfter: said('start-after'),
    ContinuationToken: said('continuation-token'),
  };
  const body = documentOf(bucket.list(input), input);
  response.writeHead(200, { ...REQUEST_ID, 'content-type': 'application/xml' }).end(body);
}

function documentOf(
  output: ListObjectsV2CommandOutput,
  { Prefix = '', Delimiter = '', MaxKeys }: { Prefix?: string; Delimiter?: string; MaxKeys: number },
): string {
  return listDocument({
    ...{ bucket: 'stub', prefix: Prefix, delimiter: Delimiter, maxKeys: MaxKeys, encodingType: 'url' },
    isTruncated: output.IsTruncated!,
    objects: output.Contents!.map(({ Key, Size, LastModified, ETag }) => ({
      ...{ key: Key!, sizeBytes: Size!, lastModified: LastModified!.toISOString(), etag: ETag },
    })),
    commonPrefixes: output.CommonPrefixes!.map(({ Prefix: directory }) => directory!),
    page: { version: 2, nextContinuationToken: output.NextContinuationToken },
  });
}

function headed(bucket: StubS3, key: string, response: ServerResponse): void {
  const object: HeadObjectCommandOutput | undefined = bucket.object(key);
  const headers = object && {
    ...REQUEST_ID,
    'content-length': String(object.ContentLength),
    'last-modified': object.LastModified!.toUTCString(),
    etag: object.ETag!,
  };
  response.writeHead(object ? 200 : 404, headers ?? REQUEST_ID).end();
}
