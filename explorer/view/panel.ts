/** Is the panel open? It is beside the rows if there is room, otherwise a sheet below them that the reader opens. */
import { signal } from '@preact/signals';

/** Must equal the condition in the style sheet. */
const BESIDE = '(width >= 900px)';

export const panelOpen = signal(matchMedia(BESIDE).matches);
/** Is the tree of directories at the side open? */
export const treeOpen = signal(false);
/** Is the help open? It is the page's only dialog. */
export const helpOpen = signal(false);
