/** CompleteMultipartUpload. */
import { hash } from 'node:crypto';
import { MAX_XML_BODY_BYTES } from '../../front/wire/limits.ts';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { header, placeOf, type S3Request } from '../../front/wire/request.ts';
import { S3Error } from '../../front/wire/s3-error.ts';
import { text, xmlDocument } from '../../front/wire/xml.ts';
import { children, childText, parseXmlBody, type XmlNode } from '../../front/wire/xml-body.ts';
import { checksumElement } from './checksum.ts';
import type { Endpoint } from './endpoint.ts';
import { MAX_PART_NUMBER, MIN_PART_BYTES } from './limits.ts';
import { storeObject } from './put-object.ts';
import type { WrittenObject } from './stored-object.ts';
import { readXmlBody } from './upload-body.ts';
import { findUpload } from './upload-part.ts';
import type { Part, Upload } from './uploads.ts';

export async function completeUpload(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  findUpload(endpoint, request);
  const body = parseXmlBody(await readXmlBody(request, MAX_XML_BODY_BYTES), 'CompleteMultipartUpload');
  const upload = findUpload(endpoint, request);
  const parts = chooseParts(upload, children(body, 'Part'));
  const object = assemble(upload, parts);
  storeObject(endpoint, request, object);
  endpoint.uploads.remove(upload.id);
  await endpoint.emit({ bucket, key, eventName: 'ObjectCreated:CompleteMultipartUpload', created: object });
  return xmlReply(
    xmlDocument('CompleteMultipartUploadResult', [
      text('Location', `http://${header(request, 'host') ?? ''}/${bucket}/${key}`),
      text('Bucket', bucket),
      text('Key', key),
      text('ETag', `"${object.etag}"`),
    ]),
  );
}

/** Returns the parts that the client names. Each must match the uploaded part. */
function chooseParts(upload: Upload, nodes: XmlNode[]): Part[] {
  if (nodes.length === 0 || nodes.length > MAX_PART_NUMBER) throw new S3Error('MalformedXML');
  let before = 0;
  const parts = nodes.map((node) => {
    const number = Number(childText(node, 'PartNumber')?.trim());
    const etag = childText(node, 'ETag')?.trim().replaceAll('"', '');
    if (!Number.isInteger(number) || etag === undefined) throw new S3Error('MalformedXML');
    if (number <= before) throw new S3Error('InvalidPartOrder');
    before = number;
    return { part: upload.parts.get(number), node, etag };
  });
  return parts.map(({ part, node, etag }, index) => {
    if (!part || part.etag !== etag || !hasSameChecksum(part, node)) throw new S3Error('InvalidPart');
    if (index < parts.length - 1 && part.bytes.length < MIN_PART_BYTES) {
      throw new S3Error('EntityTooSmall', {
        fields: { ProposedSize: String(part.bytes.length), MinSizeAllowed: String(MIN_PART_BYTES) },
      });
    }
    return part;
  });
}

function hasSameChecksum({ checksum }: Part, node: XmlNode): boolean {
  const named = checksum && childText(node, checksumElement(checksum.algorithm))?.trim();
  return named === undefined || named === checksum?.value;
}

/**
 * Combines the parts. The ETag is the MD5 of the parts' MD5s, followed by the number of parts. LastModified is the
 * time at which the upload began, as in S3.
 */
function assemble(upload: Upload, parts: Part[]): WrittenObject {
  const bytes = Buffer.concat(parts.map((part) => part.bytes));
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  return {
    ...upload.headers,
    sizeBytes: bytes.length,
    lastModifiedMs: upload.initiatedMs,
    etag: `${hash('md5', digests, 'hex')}-${parts.length}`,
    body: { kind: 'memory', bytes },
  };
}
