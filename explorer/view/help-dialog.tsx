/** The help: all shortcuts. */
import { useEffect, useRef } from 'preact/hooks';
import { helpOpen } from './panel.ts';
import { SHORTCUTS } from './shortcuts.ts';

function TouchHelp() {
  return (
    <div class="touch-help">
      <h3>Touch</h3>
      <ul>
        <li>Tap a name to open the directory, or the details of the object.</li>
        <li>The dots at the end of a row open its menu: copy, select. A long press does the same.</li>
        <li>Sort with the list above the rows. Filter with the field next to it.</li>
        <li>
          The names at the top open the directories above. Panel shows how fresh the answers are, and what
          they saved.
        </li>
      </ul>
    </div>
  );
}

export function HelpDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open) {
      dialog.current?.showModal();
      // The browser focuses the button at the end of the dialog and scrolls to it.
      dialog.current?.scrollTo(0, 0);
    } else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} aria-labelledby="help-title" onClose={() => (helpOpen.value = false)}>
      <h2 id="help-title">How to use it</h2>
      <TouchHelp />
      <h3>Keyboard</h3>
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
      <p>Letters and digits move to the first name that begins with them. Ctrl or Cmd with A selects all.</p>
      <p class="muted">
        Sorting and filtering cover the whole directory. Until the page has read all of it, the service does
        both. The rows on the screen are checked for changes twice a second, the other rows one part at a
        time.
      </p>
      <form method="dialog">
        <button type="submit" class="primary">
          Close
        </button>
      </form>
    </dialog>
  );
}
