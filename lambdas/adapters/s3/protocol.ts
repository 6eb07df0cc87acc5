/**
 * The SDK's protocol for S3 with two changes: a faster parser for LIST responses, and corrected headers for HEAD
 * responses.
 */
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { collectBody } from '@smithy/core/protocols';
import type { ClientProtocol, HttpResponse } from '@smithy/types';
import { metadataOf, otherHeadersOf, readableHeaders } from './head-headers.ts';
import { parseListXml } from './list-xml.ts';

type Protocol = ClientProtocol<never, HttpResponse>;
type Read = Protocol['deserializeResponse'];

/** Modifies this client and returns it. */
export function withOwnReading(client: S3Client): S3Client {
  const sdk: Protocol = client.config.protocol as never;
  const protocol: Protocol = Object.create(sdk);
  const readers: Record<string, Read> = { ListObjectsV2: readList(sdk), HeadObject: readHead(sdk) };
  protocol.deserializeResponse = (operation, context, response) => {
    const reader = response.statusCode === 200 ? readers[operation.name] : undefined;
    return (reader ?? sdk.deserializeResponse.bind(sdk))(operation, context, response);
  };
  client.config.protocol = protocol as never;
  return client;
}

/** Uses the fast parser. A response that it does not accept is parsed by the SDK. */
function readList(sdk: Protocol): Read {
  return async (operation, context, response) => {
    const body = await collectBody(response.body, context);
    const listed = parseListXml(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
    // In both cases the SDK reads the headers and the metadata of the response.
    response.body = listed ? new Uint8Array() : body;
    return Object.assign(await sdk.deserializeResponse<never>(operation, context, response), listed);
  };
}

function readHead(sdk: Protocol): Read {
  return async (operation, context, response) => {
    response.headers = readableHeaders(response.headers);
    const output = await sdk.deserializeResponse<HeadObjectCommandOutput>(operation, context, response);
    const metadata = metadataOf(response.headers);
    const otherHeaders = otherHeadersOf(response.headers);
    return Object.assign(
      output,
      metadata && { Metadata: metadata },
      otherHeaders && { otherHeaders },
    ) as never;
  };
}
