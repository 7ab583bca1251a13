import { defineConfig } from 'vitest/config';

// The tests that need nothing; those with a server and a browser are in e2e/, with a configuration of their own.
export default defineConfig({
  resolve: {
    alias: { '@gostacker/client': new URL('sdk/src/index.ts', import.meta.url).pathname },
  },
  test: { include: ['sdk/test/**/*.test.ts', 'chat/test/**/*.test.ts'], testTimeout: 30_000 },
});
