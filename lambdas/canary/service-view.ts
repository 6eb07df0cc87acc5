/** The service as the canary uses it: through the typed client, like other callers. */
import { type Client, type ListAnswer, S3dexError } from '../../contract/client.ts';
import type { Listing } from './listing.ts';
import type { ServiceView } from './views.ts';

export function createServiceView(client: Pick<Client, 'list'>): ServiceView {
  return {
    list: async (bucket, prefix) => listingOf(await client.list(bucket, prefix)),

    async listHeld(bucket, prefix) {
      try {
        return listingOf(await client.list(bucket, prefix, { onlyIfCached: true }));
      } catch (error) {
        if (error instanceof S3dexError && error.code === 'only-if-cached') return undefined;
        throw error;
      }
    },
  };
}

function listingOf({ entries, nextCursor }: ListAnswer): Listing {
  return { entries, goesOn: nextCursor !== undefined };
}
