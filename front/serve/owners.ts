/**
 * The owner of a bucket's objects, if S3 says that all have the same one. Then listings with owners can be answered.
 */
import type { Owner } from '../wire/list-document.ts';
import { children, childText, parseXmlBody } from '../wire/xml-body.ts';
import type { AskBucket } from './bucket-settings.ts';

/** With this setting, the bucket's owner owns all its objects (S3 User Guide, about-object-ownership). */
const ALL_THE_SAME = 'BucketOwnerEnforced';

export async function ownerOf(ask: AskBucket, bucket: string): Promise<Owner | undefined> {
  const controls = await ask(bucket, { ownershipControls: '' });
  if (controls === undefined) return undefined;
  const rules = children(parseXmlBody(controls, 'OwnershipControls'), 'Rule');
  if (!rules.some((rule) => childText(rule, 'ObjectOwnership') === ALL_THE_SAME)) return undefined;
  const listing = await ask(bucket, { 'list-type': '2', 'fetch-owner': 'true', 'max-keys': '1' });
  const [object] = listing ? children(parseXmlBody(listing, 'ListBucketResult'), 'Contents') : [];
  const [owner] = object === undefined ? [] : children(object, 'Owner');
  const id = owner === undefined ? undefined : childText(owner, 'ID');
  if (owner === undefined || id === undefined) return undefined;
  const displayName = childText(owner, 'DisplayName');
  return { id, displayName };
}
