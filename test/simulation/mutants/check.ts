import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Finding } from './finding.ts';

const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface Range {
  readonly first: number;
  readonly last: number;
  /** Also a crash at each write, when no seed has found anything. */
  readonly crashes: boolean;
}

/** Checks the operator, mutated or as it is, in a process of its own; undefined where nothing is found. */
export const check = async (
  mutant: string | undefined,
  { first, last, crashes }: Range,
): Promise<Finding | undefined> => {
  const hooks = mutant === undefined ? [] : ['--import', at('./hooks.ts')];
  const child = spawn(
    process.execPath,
    [...hooks, at('./check-mutant.ts'), String(first), String(last), ...(crashes ? [] : ['--no-crashes'])],
    {
      env: { ...process.env, NODE_OPTIONS: '', MUTANT: mutant ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${mutant ?? 'the operator'} cannot be checked: ${err()}`);
  return (JSON.parse(out()) as Finding | null) ?? undefined;
};

const collect = (stream: NodeJS.ReadableStream): (() => string) => {
  const chunks: string[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return () => chunks.join('');
};
