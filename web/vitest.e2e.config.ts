import { defineConfig } from 'vitest/config';

// With a server and a browser: `GOSTACKER_URL=http://localhost:8080 npm run e2e`.
export default defineConfig({
  resolve: {
    alias: { '@gostacker/client': new URL('sdk/src/index.ts', import.meta.url).pathname },
  },
  test: {
    include: ['e2e/**/*.e2e.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
});
