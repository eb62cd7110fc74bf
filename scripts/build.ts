import { rmSync, statSync, readdirSync } from 'node:fs';
import { build } from 'esbuild';

/** CommonJS packages inside an ES module bundle still call `require` for Node's own modules. */
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { serinette: 'src/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // Each verb is a chunk of its own: the operator does not load the embedded cluster.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  banner: { js: REQUIRE },
  logLevel: 'warning',
});
const bytes = readdirSync('dist').reduce((sum, name) => sum + statSync(`dist/${name}`).size, 0);
process.stdout.write(`dist: ${(bytes / 1e6).toFixed(1)} MB\n`);
