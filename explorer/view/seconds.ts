/** The time in whole seconds, epoch, as a signal: ages that are shown grow by themselves. */
import { signal } from '@preact/signals';

export const secondsNow = signal(Math.floor(Date.now() / 1000));

setInterval(() => {
  if (document.visibilityState === 'visible') secondsNow.value = Math.floor(Date.now() / 1000);
}, 1_000);
