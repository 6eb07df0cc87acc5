/**
 * Makes a value when it is first used, and only once. So a cold start does not load and compile the modules for it.
 * If making it fails, the next use tries again.
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
