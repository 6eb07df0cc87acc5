/** The service answered without reading the index, so nothing can be compared. */
export class IndexSilent extends Error {
  override readonly name = 'IndexSilent';

  /** `reason`: as in Cache-Status. */
  constructor(reason: string) {
    super(`the index did not answer (${reason})`);
  }
}
