/** The shortcuts, as they are listened to. */
import { useEffect, useRef } from 'preact/hooks';
import { helpOpen } from './panel.ts';
import { SHORTCUTS } from './shortcuts.ts';

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={() => (helpOpen.value = false)}>
      <h2 id="help-title">Keyboard</h2>
      <dl class="keys">
        {SHORTCUTS.map(({ keys: [key = ''], shown, does }) => (
          <div key={key}>
            <dt>
              <kbd>{shown ?? key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        Sorting and filtering cover the whole directory: the service does both where the page has not read it
        to its end. What is on the screen is checked for changes twice a second, the rest in turns.
      </p>
      <form method="dialog">
        <button type="submit" class="primary">
          Close
        </button>
      </form>
    </dialog>
  );
}
