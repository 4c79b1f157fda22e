import { alertText, type TextOptions } from '../text/alert-text.ts';
import { jsonLine } from '../text/escape.ts';
import type { Alert, Sink } from '../types.ts';
import type { Output } from './io.ts';

/** How alerts are written on standard output. */
export interface StdoutOptions extends TextOptions {
  readonly format: 'text' | 'json';
  /** A reader that went away is a failure: nobody got the alerts. */
  readonly confirms?: boolean | undefined;
}

/** Alerts whose text is handed over in one piece: enough for speed, little enough for memory. */
const AT_ONCE = 64;

/**
 * Writes alerts for people or as JSON lines, waiting until the stream has taken them. A reader that
 * went away (`satrap … | head`) is a quiet end. The stream is not closed: it isn't the sink's.
 */
export function stdoutSink(stream: Output, options: StdoutOptions): Sink {
  let gone = false;
  // Stays for good: a stream may tell of a broken pipe later than the write that met it.
  stream.on('error', (error) => {
    gone ||= isBrokenPipe(error);
  });
  const put = (text: string) =>
    new Promise<boolean>((resolve, reject) => {
      stream.write(text, (error) => {
        gone ||= isBrokenPipe(error);
        if (error && !gone) reject(new Error(error.message, { cause: error }));
        else resolve(!gone);
      });
    });
  return {
    name: 'stdout',
    async write(alerts) {
      if (gone && options.confirms) throw new Error('the reader of standard output has gone');
      if (gone) return;
      for (let from = 0; from < alerts.length; from += AT_ONCE) {
        const taken = await put(render(alerts.slice(from, from + AT_ONCE), options));
        if (!taken && options.confirms) throw new Error('the reader of standard output has gone');
        if (!taken) return;
      }
    },
    async close() {},
  };
}

function render(alerts: readonly Alert[], options: StdoutOptions): string {
  const one = options.format === 'json' ? jsonLine : (alert: Alert) => alertText(alert, options);
  return alerts.map((alert) => `${one(alert)}\n`).join('');
}

function isBrokenPipe(error: NodeJS.ErrnoException | null | undefined): boolean {
  return error?.code === 'EPIPE';
}
