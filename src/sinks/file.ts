import { jsonLine } from '../text/escape.ts';
import type { Sink } from '../types.ts';
import { type LineFileOptions, openLineFile } from './line-file.ts';

/** Appends alerts as JSON lines. Rejects when the file can't be opened. */
export async function openFileSink(options: LineFileOptions): Promise<Sink> {
  const file = await openLineFile(options);
  return {
    name: `file ${options.path}`,
    write: (alerts) => file.write(alerts.map((alert) => `${jsonLine(alert)}\n`)),
    close: () => file.close(),
  };
}
