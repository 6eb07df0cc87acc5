/** The place in the address bar, for Back, Forward and bookmarks. */
import type { Address } from './where.ts';

/** Every typed character changes the address, and browsers limit how often a page may do that. */
const REPLACE_MS = 150;

let toReplace: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function replaceNow(): void {
  clearTimeout(timer);
  timer = undefined;
  if (toReplace !== undefined) history.replaceState(null, '', toReplace);
  toReplace = undefined;
}

export const browserAddress: Address = {
  read: () => location.hash,
  push(fragment) {
    replaceNow();
    history.pushState(null, '', fragment);
  },
  replace(fragment) {
    toReplace = fragment;
    timer ??= setTimeout(replaceNow, REPLACE_MS);
  },
  onChange(listener) {
    const changed = () => {
      // The waiting change belongs to the previous place.
      toReplace = undefined;
      listener();
    };
    addEventListener('popstate', changed);
    addEventListener('hashchange', changed);
  },
};
