/** Limits of S3's protocol. */

/** The greatest max-keys, max-parts and max-uploads that S3 accepts. */
export const MAX_INTEGER_PARAMETER = 2_147_483_647;
/** Keys in one DeleteObjects request. */
export const MAX_DELETE_KEYS = 1000;
/** For requests with an XML body: 1,000 keys of 1,024 bytes, each byte written as `&#xAB;`. */
export const MAX_XML_BODY_BYTES = 8 * 1024 * 1024;
/**
 * For the request line and headers: a percent-encoded key of 1,024 bytes, twice (path and copy source), metadata and
 * a token.
 */
export const MAX_HEADER_BYTES = 64 * 1024;
