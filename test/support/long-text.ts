/** Text that hardly compresses, so that a page of few names has several chunks. */

/** 700 characters that hardly compress, the same in every run. */
export function longText(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 100 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state.toString(36).padStart(7, '0').slice(-7);
  }).join('');
}
