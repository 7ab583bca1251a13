// The bound that the package promises for what a page downloads of it.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const MOST = 15 * 1024;
const size = gzipSync(readFileSync(new URL('dist/client.js', import.meta.url)), {
  level: 9,
}).length;
console.log(`@gostacker/client: ${size} bytes gzipped, at most ${MOST}`);
process.exitCode = size <= MOST ? 0 : 1;
