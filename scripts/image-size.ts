/**
 * Prints what our image adds to its base, in MB; more than 20 MB ends with exit code 1.
 * Usage: node scripts/image-size.ts IMAGE BASE
 */
import { execFileSync } from 'node:child_process';

const LIMIT_BYTES = 20e6;
const [image, base] = process.argv.slice(2);
if (image === undefined || base === undefined) {
  process.stderr.write('Usage: node scripts/image-size.ts IMAGE BASE\n');
  process.exit(2);
}

const bytesOf = (name: string): number =>
  Number(execFileSync('docker', ['image', 'inspect', '--format', '{{.Size}}', name], { encoding: 'utf8' }));
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const total = bytesOf(image);
const ours = total - bytesOf(base);
process.stdout.write(`${image}: ${megabytes(total)}, of which ours ${megabytes(ours)}\n`);
if (ours > LIMIT_BYTES) {
  process.stderr.write(`ours is above ${megabytes(LIMIT_BYTES)}\n`);
  process.exitCode = 1;
}
