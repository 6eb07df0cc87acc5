import { OWNER_ID, OWNER_NAME } from './service.ts';
import { element, text } from './xml.ts';

/** The one account there is, as `Owner` or `Initiator`. */
export function ownerElement(name: string): string {
  return element(name, [text('ID', OWNER_ID), text('DisplayName', OWNER_NAME)]);
}
