/** What a rhythm leaves free between two saves, in parts of what a save takes. */
const SHARE = 20;

/**
 * Calls `save` again and again: `pause` milliseconds after the one before, later where saving takes so
 * long that it would be more than a twentieth of the time. The process may end in between.
 */
export function saveRegularly(save: () => void, pause: number): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const plan = (after: number) => {
    timer = setTimeout(beat, after);
    timer.unref();
  };
  const beat = () => {
    const started = performance.now();
    save();
    plan(Math.max(pause, (performance.now() - started) * SHARE));
  };
  plan(pause);
  return { stop: () => clearTimeout(timer) };
}
