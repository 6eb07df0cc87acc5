/** Is the panel beside the listing open? */
import { signal } from '@preact/signals';

export const panelOpen = signal(true);
/** The page's one dialog. */
export const helpOpen = signal(false);
