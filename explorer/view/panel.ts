/** Is the panel open? It is beside the rows if there is room, otherwise a sheet below them that the reader opens. */
import { signal } from '@preact/signals';

/** The same as in the style sheet. */
const BESIDE = '(width >= 900px)';

export const panelOpen = signal(matchMedia(BESIDE).matches);
/** The tree of directories at the side. */
export const treeOpen = signal(false);
/** The page's one dialog. */
export const helpOpen = signal(false);
