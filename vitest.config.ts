import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/compile-cache.ts',
    testTimeout: 60_000,
    isolate: false,
    coverage: { provider: 'v8', include: ['src/**/*.ts'] },
  },
});
