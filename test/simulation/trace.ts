/** A readable log of what each instance did, and when. A text is built only if it will be printed. */
export class Trace {
  readonly lines: string[] = [];
  readonly on: boolean;
  private readonly startMs: number;

  constructor(on: boolean, startMs: number) {
    this.on = on;
    this.startMs = startMs;
  }

  note(nowMs: number, who: string, text: () => string): void {
    if (!this.on) return;
    this.lines.push(`${('+' + (nowMs - this.startMs)).padStart(7)} ms  ${who.padEnd(12)} ${text()}`);
  }

  /** Shows a value on one line, with times relative to the start and without bodies. */
  show(value: unknown): string {
    const text = JSON.stringify(value, (_, part) => {
      // JSON.stringify converts a Buffer to this form before it calls the replacer.
      if (part?.type === 'Buffer') return `${part.data.length} bytes`;
      if (part instanceof Map) return Object.fromEntries(part);
      if (part instanceof Error) return `${part.name}: ${part.message}`;
      if (typeof part === 'number' && part > this.startMs / 2) return `+${part - this.startMs}`;
      return part;
    });
    return text === undefined ? 'nothing' : text.replaceAll(/"(\w+)":/g, '$1:');
  }
}
