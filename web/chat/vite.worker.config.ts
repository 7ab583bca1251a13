import { defineConfig } from 'vite';

// The service worker: one script without imports beside the page. Its name stays, browsers ask for it anew.
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: '../target/classes/static',
    emptyOutDir: false,
    lib: {
      entry: 'src/worker/push-worker.ts',
      formats: ['iife'],
      name: 'pushWorker',
      fileName: () => 'push-worker.js',
    },
  },
});
