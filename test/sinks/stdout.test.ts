import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { stdoutSink } from '../../src/sinks/stdout.ts';
import { alertText } from '../../src/text/alert-text.ts';
import { alert, hostileAlert } from '../text/fixtures.ts';
import { type Harness, numbered, sinkContract } from './contract.ts';
import { systemError, testOutput } from './support.ts';

const formats = ['text', 'json'] as const;

for (const format of formats) {
  sinkContract(`stdout ${format}`, async (): Promise<Harness> => {
    const output = testOutput();
    return {
      sink: stdoutSink(output, { format, color: false }),
      delivered: async () => output.text,
      async breakDown() {
        output.failure = systemError('ENOSPC');
      },
      async [Symbol.asyncDispose]() {},
    };
  });
}

describe('stdout sink that confirms', () => {
  it('takes a reader that went away for a failure, now and later', async () => {
    const output = testOutput();
    const sink = stdoutSink(output, { format: 'json', color: false, confirms: true });
    output.failure = systemError('EPIPE');
    await expect(sink.write([alert()])).rejects.toThrow(/reader of standard output has gone/);
    await expect(sink.write([alert()])).rejects.toThrow(/reader of standard output has gone/);
  });
});

describe('stdout sink', () => {
  it('writes one alert a line as JSON, every key of it', async () => {
    const output = testOutput();
    await stdoutSink(output, { format: 'json', color: false }).write([alert(), hostileAlert()]);
    const lines = output.text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([alert(), hostileAlert()]);
  });

  it('writes text as asked', async () => {
    const output = testOutput();
    const options = { format: 'text', color: true, columns: 80 } as const;
    await stdoutSink(output, options).write([alert()]);
    expect(output.text).toBe(`${alertText(alert(), options)}\n`);
  });

  it('waits until the stream has taken what it wrote', async () => {
    const stream = new PassThrough({ highWaterMark: 16 });
    const sink = stdoutSink(stream, { format: 'json', color: false });
    const log: string[] = [];
    const writing = sink.write([alert(), alert()]).then(() => log.push('written'));
    await new Promise(setImmediate);
    log.push('read');
    stream.resume();
    await writing;
    expect(log).toEqual(['read', 'written']);
  });

  it.each(formats)('ends quietly when the reader has gone: %s', async (format) => {
    const output = testOutput();
    const sink = stdoutSink(output, { format, color: false });
    output.failure = systemError('EPIPE');
    await sink.write(Array.from({ length: 200 }, (_, index) => numbered(index)));
    output.failure = systemError('ERR_STREAM_DESTROYED');
    await sink.write([alert()]);
    await sink.close();
    expect(output.text).toBe('');
  });

  it('ends quietly when the stream itself tells that the reader has gone', async () => {
    const stream = new PassThrough();
    const sink = stdoutSink(stream, { format: 'json', color: false });
    stream.destroy(systemError('EPIPE'));
    await new Promise(setImmediate);
    await expect(sink.write([alert()])).resolves.toBeUndefined();
  });

  it('rejects for any other reason', async () => {
    const output = testOutput();
    output.failure = systemError('ENOSPC');
    const sink = stdoutSink(output, { format: 'json', color: false });
    await expect(sink.write([alert()])).rejects.toThrow('ENOSPC: it failed');
  });
});
