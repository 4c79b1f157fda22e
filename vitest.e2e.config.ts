import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/e2e/setup.ts'],
    pool: 'forks',
    // Each file runs a control plane of its own; two at once would only be slower.
    fileParallelism: false,
    testTimeout: 360_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
  },
});
