import { defineConfig } from 'vitest/config';

// The chat in a browser: `GOSTACKER_URL=http://localhost:8080 npm run e2e:chat`, the server without rate limits; see WebEndToEndTest.
export default defineConfig({
  resolve: {
    alias: { '@gostacker/client': new URL('sdk/src/index.ts', import.meta.url).pathname },
  },
  test: {
    include: ['e2e/**/*.browser.ts'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
