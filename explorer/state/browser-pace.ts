/** The browser's visibility of the page, and its timers. */
import { signal } from '@preact/signals';
import type { Pace } from './pace.ts';

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
