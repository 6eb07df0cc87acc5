/** A short message about what just happened, shown for a few seconds. */
import { signal } from '@preact/signals';
import { formatCount } from '../model/format.ts';

const SHOWN_MS = 2_000;

const said = signal('');
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string): void {
  clearTimeout(timer);
  said.value = text;
  timer = setTimeout(() => {
    said.value = '';
  }, SHOWN_MS);
}

export function copyText(text: string): void {
  const lines = text.split('\n').length;
  // Browsers let a page write to the clipboard only if it was loaded over TLS or from this machine.
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject();
  copied.then(
    () => say(lines === 1 ? 'Copied' : `Copied ${formatCount(lines)} lines`),
    () => say('The browser does not let this page copy'),
  );
}

export function Toast() {
  return (
    <div class="toast" role="status">
      {said.value !== '' && <p>{said.value}</p>}
    </div>
  );
}
