/**
 * Origins of S3 from which the explorer's page may show objects, separated by spaces. Absent: it shows none. The stack
 * passes it to the page's function.
 */
export const OBJECT_ORIGINS_VARIABLE = 'EXPLORER_OBJECT_ORIGINS';

/** The page's Content-Security-Policy with these origins: for pictures, sound and films, and the beginning of texts. */
export function withObjectOrigins(policy: string, origins: readonly string[]): string {
  if (origins.length === 0) return policy;
  const list = origins.join(' ');
  return `${policy
    .replace(/\bconnect-src [^;]*/, (directive) => `${directive} ${list}`)
    .replace(/\bimg-src [^;]*/, (directive) => `${directive} ${list}`)}; media-src ${list}`;
}
