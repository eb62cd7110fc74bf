// Says which real servers were not named: their tests are skipped.
const SIDES = {
  CONTRACT_KUBECONFIG:
    'a kubeconfig, to run the API contract against that cluster (own namespaces and definitions only)',
  CONTRACT_PROMETHEUS:
    'the path of a prometheus program (promtool beside it), to run the PromQL contract against it',
};

export default () => {
  for (const [variable, wanted] of Object.entries(SIDES))
    if ((process.env[variable] ?? '') === '')
      process.stderr.write(`contract: skipping a real side; set ${variable} to ${wanted}\n`);
};
