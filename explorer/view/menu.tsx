/** The menu of an entry, opened by right click, by key, or by the button in its row. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useExplorer } from './context.ts';
import { actionsFor } from './entry-actions.ts';
import { closeMenu, menu, type OpenMenu } from './menu-state.ts';

/** The smallest distance from the window's edges. */
const EDGE_PX = 8;

export function Menu() {
  const open = menu.value;
  return open && <MenuOf key={`${open.entry.key} ${open.x} ${open.y}`} open={open} />;
}

function MenuOf({ open }: { open: OpenMenu }) {
  const explorer = useExplorer();
  const list = useRef<HTMLDivElement>(null);
  const actions = actionsFor(explorer, open.entry);
  useLayoutEffect(() => attach(list.current!, open), []);
  return (
    <div class="menu" role="menu" aria-label="Actions" ref={list} onKeyDown={onKey}>
      {actions.map(({ title, run }) => (
        <button
          key={title}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            closeMenu();
            run();
          }}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** Places the menu within the window, focuses it, and closes it when the reader clicks outside. */
function attach(element: HTMLDivElement, { x, y }: OpenMenu): () => void {
  const before = document.activeElement;
  const { offsetWidth, offsetHeight } = element;
  element.style.left = `${Math.max(EDGE_PX, Math.min(x, innerWidth - offsetWidth - EDGE_PX))}px`;
  element.style.top = `${Math.max(EDGE_PX, Math.min(y, innerHeight - offsetHeight - EDGE_PX))}px`;
  element.querySelector('button')?.focus();
  const outside = (event: Event) => {
    if (!element.contains(event.target as Node)) closeMenu();
  };
  document.addEventListener('pointerdown', outside);
  document.addEventListener('wheel', outside, { passive: true });
  return () => {
    document.removeEventListener('pointerdown', outside);
    document.removeEventListener('wheel', outside);
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
}

const STEPS: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function onKey(event: KeyboardEvent): void {
  const items = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const step = STEPS[event.key];
  if (event.key === 'Escape' || event.key === 'Tab') closeMenu();
  else if (step !== undefined) items[(at + step + items.length) % items.length]?.focus();
  else if (event.key === 'Home') items[0]?.focus();
  else if (event.key === 'End') items.at(-1)?.focus();
  else return;
  event.preventDefault();
}
