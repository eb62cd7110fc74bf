const required = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: start the suite with npm run e2e`);
  return value;
};

/** What `npm run e2e` tells the scenarios. */
export const settings = {
  kubeconfig: required('E2E_KUBECONFIG'),
  /** As pods reach it. */
  prometheus: required('E2E_PROMETHEUS'),
  operatorImage: required('E2E_OPERATOR_IMAGE'),
  appImage: required('E2E_APP_IMAGE'),
  /** A folder; one file a scenario, and what is needed to understand a failure. */
  results: required('E2E_RESULTS'),
  /** Part of every namespace's name, so that two runs do not meet. */
  run: required('E2E_RUN'),
  /** A command that restarts the API server, if this cluster allows it. */
  restartApiServer: process.env['E2E_RESTART_API_SERVER'] ?? '',
  keep: process.env['E2E_KEEP'] === '1',
} as const;
