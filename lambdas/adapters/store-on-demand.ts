/**
 * S3, connected at its first use. Most questions to a warm index need no S3, and loading its client takes a third of
 * a cold start.
 */
import type { ObjectStore } from '../core/ports/object-store.ts';
import { onDemand } from './on-demand.ts';

export function createStoreOnDemand(connect: () => Promise<ObjectStore>): ObjectStore {
  const store = onDemand(connect);
  return {
    list: async (request) => (await store()).list(request),
    head: async (request) => (await store()).head(request),
    peek: async (request) => (await store()).peek(request),
  };
}
