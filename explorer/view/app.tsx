/** The whole page. */
import { useEffect } from 'preact/hooks';
import { formatCalls, formatCount } from '../model/format.ts';
import type { Explorer } from '../state/explorer.ts';
import { AnswerCard } from './answer-card.tsx';
import { BucketList } from './bucket-list.tsx';
import { useExplorer } from './context.ts';
import { DetailsCard } from './details-card.tsx';
import { Grid } from './grid.tsx';
import { GridCursor } from './grid-cursor.ts';
import { HelpDialog } from './help-dialog.tsx';
import { IndexCard } from './index-card.tsx';
import { listenToKeys } from './keys.ts';
import { Menu } from './menu.tsx';
import { panelOpen, treeOpen } from './panel.ts';
import { SavingsCard } from './savings-card.tsx';
import { SideTree } from './side-tree.tsx';
import { Toast } from './toast.tsx';
import { Toolbar } from './toolbar.tsx';
import { TopBar } from './top-bar.tsx';
import { Treemap } from './treemap.tsx';
import { Trouble } from './trouble.tsx';

const cursor = new GridCursor();

export function App() {
  const explorer = useExplorer();
  const { bucket, prefix } = explorer.where.place.value;
  useEffect(() => listenToKeys(explorer, cursor), [explorer]);
  useEffect(() => {
    document.title = bucket === undefined ? 's3dex explorer' : `${bucket}/${prefix} \u2013 s3dex`;
  }, [bucket, prefix]);
  const directory = explorer.directory.value;
  const isDirectory = directory !== undefined;
  const isAnswered = directory?.shown.value !== undefined;
  const isNothing = directory?.phase.value.state === 'failed' && !isAnswered;
  // Details that the reader opened are shown even if the panel is hidden.
  const isPanelShown = panelOpen.value || explorer.details.value !== undefined;
  const tree = treeOpen.value ? explorer.tree.value : undefined;
  return (
    <div class={['app', isPanelShown && 'with-panel', tree && 'with-side'].filter(Boolean).join(' ')}>
      <TopBar />
      {tree && <SideTree tree={tree} />}
      <main>
        <h1 class="unseen">s3dex explorer</h1>
        <Trouble />
        {isDirectory && !isNothing && (
          <>
            <Toolbar />
            {explorer.where.place.value.view === 'space' ? (
              <Treemap />
            ) : (
              <Grid cursor={cursor} key={JSON.stringify([bucket, prefix])} />
            )}
          </>
        )}
        {!isDirectory && <BucketList />}
        <Menu />
        <Toast />
      </main>
      {isPanelShown && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it (axe)
        <aside aria-label="About the answers" tabIndex={0}>
          <button type="button" class="sheet-close" onClick={() => closeSheet(explorer)}>
            Close
          </button>
          <DetailsCard />
          {panelOpen.value && isAnswered && <AnswerCard />}
          {panelOpen.value && <SavingsCard />}
          {panelOpen.value && isAnswered && <IndexCard />}
        </aside>
      )}
      <HelpDialog />
      <Announcer />
    </div>
  );
}

function closeSheet({ where }: Explorer): void {
  panelOpen.value = false;
  if (where.place.peek().object !== undefined) where.adjust({ object: undefined });
}

/** Announces changes to screen readers. */
function Announcer() {
  const { directory, news, arranged } = useExplorer();
  const change = news.latest.value;
  const whole = directory.value?.phase.value.state === 'whole';
  return (
    <div class="unseen" role="status">
      {whole && <p>{formatCalls(arranged.rows.value.length, 'entry', 'entries')} shown</p>}
      {change && (
        <p>
          {[
            told('appeared', change.appeared),
            told('changed', change.altered),
            told('gone', change.vanished),
          ].join('')}
        </p>
      )}
    </div>
  );
}

const MAX_TOLD_NAMES = 3;

function told(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown = names.length > MAX_TOLD_NAMES ? `${formatCount(names.length)} entries` : names.join(', ');
  return `${what}: ${shown}. `;
}
