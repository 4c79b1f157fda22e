import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/compile-cache.ts',
    testTimeout: 60_000,
    isolate: false,
    // vitest leaves one processor to itself, but waits while the tests run.
    maxWorkers: '100%',
    // Of tests that mostly wait; more satraps at once would only wait for each other.
    maxConcurrency: 2,
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
