/**
 * The maximum size of each function's bundle, in bytes. When the listing function starts, it reads about half of its
 * bundle (test/infra/bundle.test.ts). The largest parts that are loaded only when needed are re2js (151 KB), S3's
 * client (130 KB), the OpenAPI document (72 KB), the SQS client, which sends the messages of fills (36 KB), and the
 * signer of download URLs (16 KB).
 */
export const MAX_BUNDLE_BYTES = { Listing: 966_000, Invalidation: 415_000, FillsWorker: 605_000 } as const;
