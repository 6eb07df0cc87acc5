/** An SVG that plays a terminal session once: each line appears at its time, and the final state remains. */

export interface Step {
  /** The command line that is typed. */
  line: string;
  /** The text that the command prints. */
  printed: string;
}

const COLUMN_PX = 8.05;
const LINE_PX = 19;
/** The gap before each command, in rows. */
const GAP_ROWS = 0.4;
const MARGIN_PX = 16;
const BAR_PX = 30;
/**
 * `ANSWER_MS`: how long a command is shown before its answer. `READ_LINE_MS` and `READ_MS`: how long the answer can
 * then be read, for each line and in addition.
 */
const ANSWER_MS = 900;
const READ_LINE_MS = 350;
const READ_MS = 1_500;
const PROMPT = '$ ';

const STYLE = `text{font:13.4px ui-monospace,'SF Mono','Cascadia Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;fill:#d6dbe6}
.l{animation:s 1ms backwards}@keyframes s{from{opacity:0}}.c{fill:#fff;font-weight:600}.p{fill:#6fe3ae}
@media (prefers-reduced-motion:reduce){.l{animation:none}}`;

export function terminalPicture(title: string, columns: number, steps: readonly Step[]): string {
  const lines: string[] = [];
  let row = 0;
  let atMs = 300;
  const add = (content: string) => {
    const y = Math.round(BAR_PX + MARGIN_PX + row++ * LINE_PX);
    lines.push(
      `<text class="l" style="animation-delay:${atMs}ms" x="${MARGIN_PX}" y="${y}">${content}</text>`,
    );
  };
  for (const { line, printed } of steps) {
    const answer =
      printed === ''
        ? []
        : printed
            .trimEnd()
            .split('\n')
            .flatMap((text) => wrapped(text, columns));
    if (row > 0) row += GAP_ROWS;
    add(`<tspan class="p">${PROMPT}</tspan><tspan class="c">${escaped(line)}</tspan>`);
    atMs += ANSWER_MS;
    for (const text of answer) add(escaped(text));
    atMs += READ_MS + answer.length * READ_LINE_MS;
  }
  const width = Math.ceil(columns * COLUMN_PX + 2 * MARGIN_PX);
  const height = Math.ceil(BAR_PX + MARGIN_PX + row * LINE_PX);
  const dots = ['#ff5f57', '#febc2e', '#28c840']
    .map((colour, at) => `<circle cx="${18 + at * 18}" cy="15" r="5.5" fill="${colour}"/>`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
<rect width="100%" height="100%" rx="8" fill="#12161d"/>${dots}
${lines.join('\n')}
</svg>
`;
}

/** Breaks a long line after the last column, as a terminal does. */
function wrapped(text: string, columns: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < text.length; at += columns) parts.push(text.slice(at, at + columns));
  return parts;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
