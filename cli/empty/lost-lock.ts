/** A lock that no longer protects the deletion. The run stops, and deletes nothing more. */
export class LostLock extends Error {
  override name = 'LostLock';
  readonly advice: string;

  private constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }

  /** The bucket's item has another value. */
  static taken(bucket: string): LostLock {
    return new LostLock(
      `the lock on ${bucket} is lost: another run of empty-index has started, or somebody changed the item of the bucket`,
      'If another run is working, let it finish; otherwise run the command again.',
    );
  }

  /** It was not renewed in time, for example because the machine was suspended. */
  static ended(bucket: string): LostLock {
    return new LostLock(
      `the lock on ${bucket} has ended, because it was not renewed in time: was this machine suspended?`,
      'Run the command again to finish.',
    );
  }
}
