import { expect, it } from 'vitest';
import { setupOf } from '../../../src/pipeline/reading/batch.ts';
import { newScanThread } from '../../../src/pipeline/reading/scan-thread.ts';
import { startThread } from '../../../src/pipeline/reading/thread.ts';
import { scannerPaths } from '../../../src/scanner/index.ts';

const SETUP = setupOf(scannerPaths([]), { maxRecordBytes: 100_000, keepBytes: 100 });
const SEGMENT = { path: import.meta.filename, file: -1, from: 0, to: 100, room: 4096 };

it('a thread › starts once it is set up, however long it has been loaded', async () => {
  for (const isLate of [false, true]) {
    const scan = newScanThread();
    if (isLate) {
      scan.worker.ref();
      await scan.loaded;
    }
    const thread = startThread(SETUP, scan);
    await thread.loaded;
    expect(await thread.started).toBe(true);
    await thread.close();
    await expect(thread.segment(SEGMENT)).rejects.toThrow('a thread that reads has ended');
  }
});

it('a thread › that ended before it was set up fails like any other', async () => {
  const scan = newScanThread();
  await scan.worker.terminate();
  const thread = startThread(SETUP, scan);
  await thread.loaded;
  expect(await thread.started).toBe(false);
  await expect(thread.segment(SEGMENT)).rejects.toThrow('a thread that reads has ended');
  await thread.close();
});
