/** Dark or light: the system's setting until the reader chooses. The choice is stored. */
import { effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const KEPT_AS = 's3dex-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

export const theme = signal<Theme>(kept() ?? (system.matches ? 'dark' : 'light'));

system.addEventListener('change', ({ matches }) => {
  if (kept() === undefined) theme.value = matches ? 'dark' : 'light';
});

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

export function toggleTheme(): void {
  theme.value = theme.peek() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEPT_AS, theme.peek());
  } catch {
    // If the browser does not allow storage, the choice is valid only until the page is closed.
  }
}

function kept(): Theme | undefined {
  try {
    const text = localStorage.getItem(KEPT_AS);
    return text === 'dark' || text === 'light' ? text : undefined;
  } catch {
    return undefined;
  }
}
