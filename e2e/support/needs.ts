import versions from '../versions.json' with { type: 'json' };
import { run } from './command.ts';
import type { Options } from './options.ts';

interface Need {
  readonly program: string;
  readonly args: readonly string[];
  readonly how: string;
}

const DOCKER: Need = {
  program: 'docker',
  args: ['info'],
  how: 'install Docker Engine (docs.docker.com/engine/install) and start it; `docker info` must answer',
};
const KUBECTL: Need = {
  program: 'kubectl',
  args: ['version', '--client'],
  how: 'see kubernetes.io/docs/tasks/tools',
};
const HELM: Need = {
  program: 'helm',
  args: ['version'],
  how: `see helm.sh/docs/intro/install, or with Go: go install helm.sh/helm/v3/cmd/helm@${versions.helm}`,
};
const KIND: Need = {
  program: 'kind',
  args: ['version'],
  how: `see kind.sigs.k8s.io, or with Go: go install sigs.k8s.io/kind@${versions.kind}`,
};

/** One line for each program that the run needs and does not find. */
export const missingPrograms = async (options: Options): Promise<readonly string[]> => {
  const loadsByKind = options.kubeconfig === undefined || options.loadImages === undefined;
  const needs = [DOCKER, KUBECTL, HELM, ...(loadsByKind ? [KIND] : [])];
  const found = await Promise.all(
    needs.map(({ program, args }) =>
      run(program, args).then(
        () => true,
        () => false,
      ),
    ),
  );
  return needs
    .filter((_, at) => found[at] !== true)
    .map(({ program, how }) => `${program} is missing: ${how}`);
};
