/** What the page takes from its browser: the address, being seen, and waiting. */
import { signal } from '@preact/signals';
import type { Address } from './explorer.ts';
import type { Pace } from './pace.ts';

export const browserAddress: Address = {
  read: () => location.hash,
  push: (fragment) => history.pushState(null, '', fragment),
  replace: (fragment) => history.replaceState(null, '', fragment),
  onChange(listener) {
    addEventListener('popstate', listener);
    addEventListener('hashchange', listener);
  },
};

export function browserPace(): Omit<Pace, 'live'> {
  const visible = signal(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', () => {
    visible.value = document.visibilityState === 'visible';
  });
  return { visible, wait };
}

function wait(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    ended.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(ended.reason);
    };
    const timer = setTimeout(() => {
      ended.removeEventListener('abort', stop);
      resolve();
    }, ms);
    ended.addEventListener('abort', stop, { once: true });
  });
}
