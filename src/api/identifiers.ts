/** Every magic string that users or other tools can see, each written once. */
/** Pod annotation on the primary that changes with each promotion; Flagger writes a random UUID here. */
export const FLAGGER_ID = 'flagger-id';
/** Node label that no node has: a DaemonSet whose pods select by it has none. Flagger's, and Flagger's users know it. */
export const SCALE_TO_ZERO = 'flagger.app/scale-to-zero';
/** On a tracked ConfigMap or Secret: a value that starts with `disable` takes it out of tracking. */
export const CONFIG_TRACKING = 'flagger.app/config-tracking';
/** Flagger's own copy of what a VirtualService held before it was taken over. */
export const ORIGINAL_CONFIGURATION = 'flagger.kubernetes.io/original-configuration';

/** On a Canary with `revertOnDeletion`: it stays until its users are back on the target. Flagger's, and left by it too. */
export const FINALIZER = 'finalizer.flagger.app';

/** On route objects: `<canary uid>/<trafficSeq>@<time>`, the record that the routes were written from. */
export const RECORD_STAMP = 'serinette.dev/record';

/** On a Canary: what a person asks of its run, in the forms of domain/command.ts. */
export const COMMAND = 'serinette.dev/command';

/** Flux must leave generated objects alone; Flagger's users rely on this pair. */
export const FLUX_PAIR: Readonly<Record<string, string>> = {
  'kustomize.toolkit.fluxcd.io/reconcile': 'disabled',
  'helm.toolkit.fluxcd.io/driftDetection': 'disabled',
};

export const KUBECTL_LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** On `-primary` copies of ConfigMaps and Secrets: checksum of the content that was copied. */
export const CONFIG_CHECKSUM = 'serinette.dev/checksum';

/** On a ScaledObject: KEDA holds the workload at this number of replicas and does not scale it. */
export const KEDA_PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';
