/** The one node of the embedded cluster. */
export const NODE_NAME = 'serinette';

/** Holds a deleted pod in the API until its program has ended, as a kubelet's graceful deletion does. */
export const KUBELET_FINALIZER = 'serinette.dev/kubelet';
