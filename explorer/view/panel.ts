/** Is the panel open? Beside the rows where there is room, else as a sheet below them, which the reader asks for. */
import { signal } from '@preact/signals';

/** As the style sheet has it. */
const BESIDE = '(width >= 900px)';

export const panelOpen = signal(matchMedia(BESIDE).matches);
/** The tree of directories at the side. */
export const treeOpen = signal(false);
/** The page's one dialog. */
export const helpOpen = signal(false);
