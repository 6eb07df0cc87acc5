/**
 * The variable with the S3 origins from which the explorer's page may show objects, separated by spaces. If it is
 * absent, the page shows none. The stack passes it to the function that serves the page.
 */
export const OBJECT_ORIGINS_VARIABLE = 'EXPLORER_OBJECT_ORIGINS';

/**
 * Adds these origins to the page's Content-Security-Policy, for images, audio and video, and for previews of text.
 */
export function withObjectOrigins(policy: string, origins: readonly string[]): string {
  if (origins.length === 0) return policy;
  const list = origins.join(' ');
  return `${policy
    .replace(/\bconnect-src [^;]*/, (directive) => `${directive} ${list}`)
    .replace(/\bimg-src [^;]*/, (directive) => `${directive} ${list}`)}; media-src ${list}`;
}
