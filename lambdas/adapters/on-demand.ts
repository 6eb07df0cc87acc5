/**
 * What is loaded and made at its first use, once. A start then neither reads nor compiles it. After a failure, the next
 * use tries again.
 */
export function onDemand<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
