/** The place in the address bar, where Back, Forward and bookmarks find it. */
import type { Address } from './where.ts';

/** A reader who types changes the address with every key, and browsers count how often a page does that. */
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
      // It was about the place that was left.
      toReplace = undefined;
      listener();
    };
    addEventListener('popstate', changed);
    addEventListener('hashchange', changed);
  },
};
