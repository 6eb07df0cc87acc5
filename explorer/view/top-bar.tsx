/** The bar at the top: the current place, and the switches of the page. */
import { theme, toggleTheme } from '../state/theme.ts';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { useExplorer } from './context.ts';
import { helpOpen, panelOpen, treeOpen } from './panel.ts';

export function TopBar() {
  return (
    <header class="bar">
      <a class="logo" href="#/" aria-label="s3dex: all buckets">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="8" />
          <path d="M8 11h16M8 16h16M8 21h9" />
        </svg>
        <span>s3dex</span>
      </a>
      <Breadcrumbs />
      <div class="switches">
        <LiveSwitch />
        <button
          type="button"
          class="side-switch"
          aria-pressed={treeOpen.value}
          title="Show the tree of directories (Shift+T)"
          onClick={() => (treeOpen.value = !treeOpen.value)}
        >
          Tree
        </button>
        <button
          type="button"
          aria-pressed={panelOpen.value}
          title="Show the panel (Shift+I)"
          onClick={() => (panelOpen.value = !panelOpen.value)}
        >
          Panel
        </button>
        <ThemeSwitch />
        <button
          type="button"
          class="square"
          aria-label="Help"
          title="Help (?)"
          onClick={() => (helpOpen.value = true)}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function LiveSwitch() {
  const explorer = useExplorer();
  const live = explorer.live.value;
  const trouble = explorer.directory.value?.trouble.value;
  const mood = !live ? 'paused' : trouble ? 'trouble' : 'live';
  return (
    <button
      type="button"
      class={`live ${mood}`}
      aria-pressed={live}
      title={trouble ? trouble.detail : 'Ask for changes twice a second, with ETags (Shift+P)'}
      onClick={() => (explorer.live.value = !live)}
    >
      <span class="dot" aria-hidden="true" />
      {mood === 'paused' ? 'Paused' : mood === 'trouble' ? 'Retrying' : 'Live'}
    </button>
  );
}

function ThemeSwitch() {
  return (
    <button
      type="button"
      class="square"
      aria-label={theme.value === 'dark' ? 'Light theme' : 'Dark theme'}
      title="Dark or light (Shift+D)"
      onClick={toggleTheme}
    >
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        {theme.value === 'dark' ? (
          <path d="M8 5a3 3 0 1 1 0 6a3 3 0 1 1 0-6z M8 1v1.6 M8 13.4V15 M1 8h1.6 M13.4 8H15 M3 3l1.2 1.2 M11.8 11.8L13 13 M13 3l-1.2 1.2 M4.2 11.8L3 13" />
        ) : (
          <path d="M13.4 9.6A5.8 5.8 0 0 1 6.4 2.6a5.8 5.8 0 1 0 7 7z" />
        )}
      </svg>
    </button>
  );
}
