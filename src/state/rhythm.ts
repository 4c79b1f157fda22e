/** What a rhythm leaves free between two saves, in parts of what a save takes. */
const SHARE = 20;

/** How long the pause between two saves is, in milliseconds. */
export interface Rhythm {
  readonly least: number;
  /** Changes gather meanwhile: a longer pause makes the next save longer still. */
  readonly most: number;
}

/**
 * Calls `save` again and again, with pauses that leave it a twentieth of the time, within bounds. The
 * process may end in between.
 */
export function saveRegularly(save: () => void, { least, most }: Rhythm): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const plan = (after: number) => {
    timer = setTimeout(beat, after);
    timer.unref();
  };
  const beat = () => {
    const started = performance.now();
    save();
    plan(Math.min(most, Math.max(least, (performance.now() - started) * SHARE)));
  };
  plan(least);
  return { stop: () => clearTimeout(timer) };
}
