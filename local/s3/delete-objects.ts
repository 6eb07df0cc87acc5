/** DeleteObject and DeleteObjects. */

import { MAX_DELETE_KEYS, MAX_XML_BODY_BYTES } from '../../front/wire/limits.ts';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { bucketOf, placeOf, type S3Request } from '../../front/wire/request.ts';
import { S3Error } from '../../front/wire/s3-error.ts';
import { checkWrite } from '../../front/wire/write-conditions.ts';
import { element, text, xmlDocument } from '../../front/wire/xml.ts';
import { childNames, children, childText, parseXmlBody, type XmlNode } from '../../front/wire/xml-body.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import type { Endpoint } from './endpoint.ts';
import { refuseVersion } from './get-object.ts';
import { etagOf } from './stored-object.ts';
import { readXmlBody } from './upload-body.ts';

/**
 * Answers 204 whether or not the object existed, and sends the event in both cases. AWS does not document that it
 * sends none for a key that did not exist. Events are delivered at least once, so receivers must accept superfluous
 * events anyway.
 */
export async function deleteObject(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  refuseVersion(request);
  const { objects } = endpoint.storage.bucket(bucket);
  const current = objects.get(key);
  if (current) checkWrite(request, key, etagOf(key, current));
  objects.delete(key);
  await endpoint.emit({ bucket, key, eventName: 'ObjectRemoved:Delete' });
  return { status: 204 };
}

interface Deletion {
  key: string;
  /** The reason why this object was not deleted. Absent if it was deleted. */
  refused?: { code: string; message: string };
}

export async function deleteObjects(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const bucket = bucketOf(request);
  endpoint.storage.bucket(bucket);
  const body = parseXmlBody(await readXmlBody(request, MAX_XML_BODY_BYTES), 'Delete');
  const deletions = children(body, 'Object').map(readDeletion);
  if (deletions.length === 0 || deletions.length > MAX_DELETE_KEYS) throw new S3Error('MalformedXML');
  const isQuiet = childText(body, 'Quiet')?.trim() === 'true';
  const { objects } = endpoint.storage.bucket(bucket);
  const accepted = deletions.filter(({ refused }) => refused === undefined);
  for (const { key } of accepted) objects.delete(key);
  await Promise.all(
    accepted.map(({ key }) => endpoint.emit({ bucket, key, eventName: 'ObjectRemoved:Delete' })),
  );
  return xmlReply(
    xmlDocument(
      'DeleteResult',
      deletions.map(({ key, refused }) => {
        if (refused)
          return element('Error', [
            text('Key', key),
            text('Code', refused.code),
            text('Message', refused.message),
          ]);
        return isQuiet ? undefined : element('Deleted', [text('Key', key)]);
      }),
    ),
  );
}

function readDeletion(node: XmlNode): Deletion {
  const key = childText(node, 'Key');
  if (key === undefined || key === '') throw new S3Error('MalformedXML');
  const versionId = childText(node, 'VersionId') ?? 'null';
  const unknown = childNames(node).find((name) => name !== 'Key' && name !== 'VersionId');
  if (byteLength(key) > MAX_KEY_BYTES) return refuse(key, new S3Error('KeyTooLongError'));
  if (versionId !== 'null' && versionId !== '') return refuse(key, new S3Error('NoSuchVersion'));
  return unknown === undefined ? { key } : refuse(key, new S3Error('NotImplemented'));
}

function refuse(key: string, { code, message }: S3Error): Deletion {
  return { key, refused: { code, message } };
}
