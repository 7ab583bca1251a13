import { defineConfig } from 'vite';

// Files get their content's hash into the name, so that browsers may keep them for ever.
export default defineConfig({
  resolve: {
    alias: { '@gostacker/client': new URL('../sdk/src/index.ts', import.meta.url).pathname },
  },
  build: {
    target: 'es2022',
    outDir: '../target/classes/static',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
