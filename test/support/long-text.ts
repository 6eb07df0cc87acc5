/** Text that does not compress to nothing, so that a page of few names is several chunks. */

/** 700 characters that do not compress to nothing, the same every time. */
export function longText(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 100 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(36).padStart(7, '0').slice(-7);
  }).join('');
}
