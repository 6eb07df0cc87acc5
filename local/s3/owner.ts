import * as wire from '../../front/wire/list-document.ts';
import { OWNER_ID, OWNER_NAME } from './service.ts';

/** The owner of all buckets and objects. */
export const OWNER: wire.Owner = { id: OWNER_ID, displayName: OWNER_NAME };

/** The owner as an element with the name `Owner` or `Initiator`. */
export function ownerElement(name: string): string {
  return wire.ownerElement(name, OWNER);
}
