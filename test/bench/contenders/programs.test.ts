import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonParse } from '../../../bench/contenders/json-parse.ts';
import { newlines } from '../../../bench/contenders/newlines.ts';
import { eventsOf, ROOT, satrap } from '../../../bench/contenders/satrap.ts';
import { createLog, writeEvents } from '../../../bench/log/log.ts';
import { hitsIn, type LogShape } from '../../../bench/log/shape.ts';
import { folderWith } from '../../cli/run.ts';

const SHAPE: LogShape = { variant: 'bodies', theft: 100, block: 1000 };
const EVENTS = 1500;

/** What a contender prints about a log. */
async function outputOf(command: readonly string[]): Promise<string> {
  const [program, ...args] = command as [string, ...string[]];
  return (await promisify(execFile)(program, args, { maxBuffer: 1e8 })).stdout;
}

describe('contenders', () => {
  let log = '';
  beforeAll(async () => {
    log = join(await folderWith({}), 'audit.log');
    const out = createWriteStream(log);
    await writeEvents(createLog(SHAPE), out, 0, EVENTS);
    await new Promise<void>((done) => {
      out.end(done);
    });
  });

  it('JSON.parse per line finds every theft', async () => {
    const output = await outputOf(jsonParse().command(log));
    expect(output.split('\n')).toHaveLength(hitsIn(SHAPE, EVENTS) + 1);
  });

  it('the newline search counts every line', async () => {
    expect(await outputOf(newlines().command(log))).toBe(`${EVENTS}\n`);
  });

  it('satrap counts the same events as the query', async () => {
    const output = await outputOf((await satrap(ROOT, 1)).command(log));
    expect(eventsOf('sa_lists_secrets', output)).toBe(hitsIn(SHAPE, EVENTS));
  });

  it('an alert that came again counts once, with its last count', () => {
    const line = (id: string, count: number) =>
      JSON.stringify({ id, count, rule: { name: 'sa_lists_secrets' } });
    const other = JSON.stringify({ id: 'c', count: 7, rule: { name: 'another' } });
    const alerts = [line('a', 1), line('b', 2), line('a', 3), other].join('\n');
    expect(eventsOf('sa_lists_secrets', alerts)).toBe(5);
  });
});
