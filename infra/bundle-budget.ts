/**
 * The most bytes that the bundle of each function may have: a cold start reads and compiles all of it. The largest
 * parts of the listing function beside the SDK's clients are re2js (151 KB), the OpenAPI document (61 KB), the SQS client,
 * which sends the messages of fills (45 KB), and the signer of download URLs (16 KB).
 */
export const MAX_BUNDLE_BYTES = { Listing: 1_030_000, Invalidation: 515_000, FillsWorker: 690_000 } as const;
