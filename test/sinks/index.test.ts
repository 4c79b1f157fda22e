import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSink, DeliveryError, SINKS, type SinkIo } from '../../src/sinks/index.ts';
import { SINK_OPTIONS } from '../../src/sinks/options.ts';
import { alert } from '../text/fixtures.ts';
import { reply, systemError, testClock, testOutput, testServer } from './support.ts';

const io = (changes: Partial<SinkIo> = {}): SinkIo => ({
  stdout: testOutput(),
  env: {},
  clock: testClock(),
  ...changes,
});

describe('SINKS', () => {
  it.each(Object.entries(SINK_OPTIONS))(
    'describes %s, its type under its own name',
    (name, schema) => {
      expect(schema.description).toMatch(/^[A-Z].*\.$/);
      expect(schema.shape.type.value).toBe(name);
      expect(SINKS[schema.shape.type.value].attempts).toBeGreaterThanOrEqual(1);
    },
  );

  it('has options for every type', () => {
    expect(Object.keys(SINK_OPTIONS)).toEqual(Object.keys(SINKS));
  });
});

describe('createSink', () => {
  it('writes JSON to a pipe, text to a terminal', async () => {
    const [pipe, terminal] = [testOutput(), testOutput({ isTTY: true, columns: 300 })];
    for (const stdout of [pipe, terminal]) {
      await (await createSink({ type: 'stdout' }, io({ stdout }))).write([alert()]);
    }
    expect(JSON.parse(pipe.text)).toEqual(alert());
    expect(terminal.text).not.toBe(stripVTControlCharacters(terminal.text));
    const widths = stripVTControlCharacters(terminal.text).split('\n');
    expect(Math.max(...widths.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('does as the options and the environment say', async () => {
    const stdout = testOutput({ isTTY: true });
    const sink = await createSink(
      { type: 'stdout', format: 'text' },
      io({ stdout, env: { NO_COLOR: '1' } }),
    );
    await sink.write([alert()]);
    expect(stdout.text).toMatch(/^HIGH {6}2026/);
  });

  it('names the sink that failed', async () => {
    const stdout = testOutput();
    stdout.failure = systemError('EIO');
    const sink = await createSink({ type: 'stdout' }, io({ stdout }));
    await expect(sink.write([alert()])).rejects.toThrow(DeliveryError);
    await expect(sink.write([alert()])).rejects.toThrow('sink stdout failed: EIO: it failed');
  });

  it('opens a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'satrap-'));
    const path = join(folder, 'alerts.jsonl');
    const sink = await createSink({ type: 'file', path, maxSize: 1e6, keep: 1 }, io());
    await sink.write([alert()]);
    await sink.close();
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(alert());
    await rm(folder, { recursive: true });
  });

  it('names the sink that can not be opened', async () => {
    const options = { type: 'file', path: tmpdir(), maxSize: 1e6, keep: 1 } as const;
    const opening = createSink(options, io());
    await expect(opening).rejects.toThrow(DeliveryError);
    await expect(opening).rejects.toThrow(/^sink file failed: EISDIR: /);
  });

  it('tries Slack again until it is through', async () => {
    await using server = await testServer();
    server.replies.push(reply(500), reply(429, '', { 'retry-after': '60' }));
    const options = { type: 'slack', url: server.secret, timeout: 2_000_000 } as const;
    const sink = await createSink(options, io());
    await sink.write([alert()]);
    await sink.close();
    expect(server.bodies).toHaveLength(3);
  });
});
