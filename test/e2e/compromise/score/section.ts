/** How one part of a report fares: what is true and found, and what is said and true. */
export interface Section {
  readonly name: string;
  readonly found: number;
  readonly of: number;
  readonly right: number;
  readonly claims: number;
  /** What is true and wasn't found. */
  readonly misses: readonly string[];
  /** What was said and isn't true. */
  readonly wrong: readonly string[];
}

/** Something in words, and whether it passed. */
export interface Checked {
  readonly text: string;
  readonly ok: boolean;
}

export function section(
  name: string,
  truths: readonly Checked[],
  claims: readonly Checked[],
): Section {
  const failed = (list: readonly Checked[]) => list.filter(({ ok }) => !ok).map(({ text }) => text);
  const [misses, wrong] = [failed(truths), failed(claims)];
  return {
    name,
    found: truths.length - misses.length,
    of: truths.length,
    right: claims.length - wrong.length,
    claims: claims.length,
    misses,
    wrong,
  };
}

/** The sections as a table, and below it every miss and every false claim. */
export function table(sections: readonly Section[]): string {
  const rows = sections.map(({ name, found, of, right, claims }) => [
    name.padEnd(12),
    ratio(found, of),
    ratio(right, claims),
  ]);
  const head = ['section'.padEnd(12), 'recall'.padEnd(14), 'precision'.padEnd(14)];
  const complaints = sections.flatMap(({ name, misses, wrong }) => [
    ...misses.map((text) => `missed in ${name}: ${text}`),
    ...wrong.map((text) => `false in ${name}: ${text}`),
  ]);
  return [head, ...rows]
    .map((row) => row.join('  ').trimEnd())
    .concat(complaints)
    .join('\n');
}

function ratio(part: number, whole: number): string {
  const text = whole === 0 ? '-' : `${(part / whole).toFixed(2)} (${part} of ${whole})`;
  return text.padEnd(14);
}
