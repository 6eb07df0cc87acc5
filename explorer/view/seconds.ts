/** The time in whole epoch seconds, as a signal, so that the ages shown are updated. */
import { signal } from '@preact/signals';

export const secondsNow = signal(Math.floor(Date.now() / 1000));

setInterval(() => {
  if (document.visibilityState === 'visible') secondsNow.value = Math.floor(Date.now() / 1000);
}, 1_000);
