import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSpool } from '../../src/spool/index.ts';
import { contents, folder, line } from './support.ts';

const APPENDER = join(import.meta.dirname, 'appender.ts');
const KILLS = 20;

describe('spool › killed at any moment', () => {
  it('has every line that it acknowledged, whole, once it is opened again', async () => {
    await using dir = await folder();
    const acknowledged: number[] = [];
    for (let run = 0; run < KILLS; run++) {
      const from = String(run * 1_000_000);
      const child = spawn(process.execPath, [APPENDER, dir.path, from], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const output = text(child.stdout);
      await once(child.stdout, 'readable');
      await setTimeout((run * 37) % 60);
      child.kill('SIGKILL');
      await once(child, 'exit');
      const whole = (await output).split('\n').slice(0, -1);
      expect(whole.length).toBeGreaterThan(0);
      acknowledged.push(...whole.map(Number));
    }
    const spool = await openSpool({ folder: dir.path });
    await spool.append(line('{"n":-1,"i":0}'));
    await spool.close();

    const seen = new Map<number, number>();
    let torn = 0;
    for (const file of Object.values(await contents(dir.path))) {
      for (const one of file.split('\n').slice(0, -1)) {
        if (!one.endsWith('}')) torn++;
        else {
          const { n } = JSON.parse(one) as { n: number };
          seen.set(n, (seen.get(n) ?? 0) + 1);
        }
      }
    }
    expect(acknowledged.filter((n) => seen.get(n) !== 10)).toEqual([]);
    expect(seen.get(-1)).toBe(1);
    expect(torn).toBeLessThanOrEqual(KILLS);
  });
});
