/**
 * The most bytes of code that the bundle of each function may have. A start reads about half of the listing
 * function's (test/infra/bundle.test.ts). Its largest parts that are loaded on use are re2js (151 KB), S3's client
 * (130 KB), the OpenAPI document (72 KB), the SQS client, which sends the messages of fills (36 KB), and the signer of
 * download URLs (16 KB).
 */
export const MAX_BUNDLE_BYTES = { Listing: 960_000, Invalidation: 415_000, FillsWorker: 605_000 } as const;
