/** The largest first. */
const UNITS: Readonly<Record<string, number>> = {
  GiB: 1024 ** 3,
  GB: 1e9,
  MiB: 1024 ** 2,
  MB: 1e6,
  KiB: 1024,
  kB: 1e3,
  KB: 1e3,
  B: 1,
};

/** Reads a number of bytes: `16MiB`, `1GB`, `4096`, or a plain number; `undefined` when it isn't one. */
export function parseSize(size: string | number): number | undefined {
  const parts = /^(\d{1,15}) ?([A-Za-z]*)$/.exec(String(size));
  if (parts === null) return undefined;
  const [, digits, name] = parts;
  const unit = name === '' ? 1 : Object.hasOwn(UNITS, name as string) ? UNITS[name as string] : 0;
  const bytes = Number(digits) * (unit ?? 0);
  return unit !== 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Writes a number of bytes with the largest unit that divides it: `16MiB`, `1GB`; else the number. */
export function formatSize(bytes: number): string | number {
  for (const [name, unit] of Object.entries(UNITS)) {
    if (unit > 1 && bytes > 0 && bytes % unit === 0) return `${bytes / unit}${name}`;
  }
  return bytes;
}
