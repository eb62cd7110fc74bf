import { run } from './command.ts';
import { settings } from './settings.ts';

const env = { KUBECONFIG: settings.kubeconfig };

export const kubectl = (...args: string[]): Promise<string> => run('kubectl', args, { env });

/** `kubectl apply`, as a user does it. */
export const apply = (
  options: { readonly dryRun?: boolean },
  ...objects: readonly object[]
): Promise<string> => {
  const args = options.dryRun === true ? ['--dry-run=server'] : [];
  const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  return run('kubectl', ['apply', ...args, '-f', '-'], { input, env });
};
