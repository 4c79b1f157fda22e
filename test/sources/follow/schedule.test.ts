import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Entry } from '../../../src/types.ts';
import { newFolder } from '../fixtures.ts';
import { newClock, type Reader, read } from './fixtures.ts';
import { type Naming, Writer } from './writer.ts';

/** What may happen to a log, and to what follows it. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constant('lines'),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(0, 10, 900, 2000, 40_000),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(
      fc.constant('half'),
      fc.constantFrom(1, 20, 60, 500),
      fc.constantFrom(0, 1000),
    ),
  },
  { weight: 4, arbitrary: fc.tuple(fc.constant('rotate')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('late'), fc.integer({ min: 1, max: 3 })) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('copytruncate'), fc.boolean()) },
  {
    weight: 3,
    arbitrary: fc.tuple(
      fc.constant('compress'),
      fc.boolean(),
      fc.constantFrom<'gz' | 'zst'>('gz', 'zst'),
    ),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant('delete')) },
  { weight: 8, arbitrary: fc.tuple(fc.constant('look'), fc.constantFrom(50, 200, 1100, 3000)) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('save')) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('crash')) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Takes the steps, then reads the rest: what came in the end, and what should have. */
async function run(
  naming: Naming,
  listMs: number,
  holes: boolean,
  steps: readonly Step[],
): Promise<{ delivered: string[]; written: string[]; failures: Reader['failures'] }> {
  const folder = newFolder();
  const clock = newClock();
  const writer = new Writer(folder, naming, clock.now, holes);
  let delivered: string[] = [];
  let stored: readonly Entry[] = [];
  let storedLines = 0;
  let blocks = 0;
  let reader: Reader;
  const save = () => {
    stored = reader.save();
    storedLines = delivered.length + reader.lines.length;
  };
  const start = (): Reader =>
    read(writer.path, { clock, stored, listMs, taken: () => ++blocks % 5 === 0 && save() });
  writer.lines(1, 100);
  reader = start();
  await reader.look(50);
  save();
  const crash = async () => {
    await reader.stop();
    delivered = [...delivered, ...reader.lines].slice(0, storedLines);
    reader = start();
  };
  for (const [kind, a, b] of steps as unknown as readonly (readonly [string, never, never])[]) {
    if (kind === 'lines') writer.lines(a, b);
    else if (kind === 'half') writer.half(b, a);
    else if (kind === 'rotate') writer.rotate();
    else if (kind === 'late') writer.late(a);
    else if (kind === 'copytruncate') writer.copyTruncate(a);
    else if (kind === 'compress') writer.compress(b, a);
    else if (kind === 'save') save();
    else if (kind === 'crash') await crash();
    else if (kind === 'look') await reader.look(a);
    else {
      writer.endLate();
      await reader.look(1500);
      save();
      const [oldest] = writer.rotations();
      if (oldest !== undefined && reader.source.finished().includes(oldest)) writer.remove(oldest);
    }
  }
  writer.close();
  for (let looks = 0; looks < 5; looks++) await reader.look(1500);
  await reader.look(70_000);
  await reader.look(70_000);
  delivered.push(...reader.lines);
  await reader.stop();
  rmSync(folder, { recursive: true });
  return {
    delivered: delivered.toSorted(),
    written: writer.written.toSorted(),
    failures: reader.failures,
  };
}

it.each<[Naming, number, boolean]>([
  ['stamps', 0, false],
  ['stamps', 1000, true],
  ['numbers', 0, true],
  ['numbers', 1000, false],
])(
  'a log with %s, listed every %i ms (holes: %s), loses no line and gives none twice',
  async (naming, listMs, holes) => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { delivered, written, failures } = await run(naming, listMs, holes, steps);
      expect(delivered).toEqual(written);
      expect(failures).toEqual([]);
    });
    await fc.assert(property, { numRuns: 25 });
  },
);
