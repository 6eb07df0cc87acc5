/** Bounds of S3's wire, its own. */

/** Greatest max-keys, max-parts and max-uploads S3 reads as a number. */
export const MAX_INTEGER_PARAMETER = 2_147_483_647;
/** Keys of one DeleteObjects request. */
export const MAX_DELETE_KEYS = 1000;
/** Of a request with an XML body: 1,000 keys of 1,024 bytes, each byte written as `&#xAB;`. */
export const MAX_XML_BODY_BYTES = 8 * 1024 * 1024;
/** Request line and headers: a key of 1,024 bytes, percent-encoded, twice (path and copy source), metadata and a token. */
export const MAX_HEADER_BYTES = 64 * 1024;
