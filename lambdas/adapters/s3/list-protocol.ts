/** The SDK's protocol for S3 with a faster deserialiser for one answer: LISTs. Whatever that one does not expect is the SDK's. */
import type { S3Client } from '@aws-sdk/client-s3';
import { collectBody } from '@smithy/core/protocols';
import type { ClientProtocol, HttpResponse, MetadataBearer } from '@smithy/types';
import { parseListXml } from './list-xml.ts';

const OPERATION = 'ListObjectsV2';
const NOTHING = new Uint8Array();

type Protocol = ClientProtocol<never, HttpResponse>;

/** The client itself, changed. */
export function withListParser(client: S3Client): S3Client {
  client.config.protocol = readingLists(client.config.protocol as never) as never;
  return client;
}

function readingLists(sdk: Protocol): Protocol {
  const protocol: Protocol = Object.create(sdk);
  const deserializeResponse: Protocol['deserializeResponse'] = async (operation, context, response) => {
    const read = <T extends MetadataBearer>() => sdk.deserializeResponse<T>(operation, context, response);
    if (operation.name !== OPERATION || response.statusCode !== 200) return read();
    const body = await collectBody(response.body, context);
    const listed = parseListXml(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
    // Headers and metadata are the SDK's in either case.
    response.body = listed ? NOTHING : body;
    return Object.assign(await read<never>(), listed);
  };
  protocol.deserializeResponse = deserializeResponse;
  return protocol;
}
