// The borders of docs/architecture.md, as a linter runs them. Each rule says why it exists.
const runtimeOnly = { dependencyTypesNot: ['type-only'] };
const PURE = '^src/(domain|decide|routing|manifests)/';
const TEST = '[.]test[.]ts$';
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    rule('no-cycles', 'A cycle means that two files are one idea.', {}, { circular: true }),
    rule(
      'pure-needs-no-package',
      'Policy must run anywhere, in virtual time; hashing is the one exception.',
      { path: PURE, pathNot: [TEST, '^src/domain/revision[.]ts$'] },
      { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional'], ...runtimeOnly },
    ),
    rule(
      'pure-looks-inward',
      'Pure folders import only pure folders, so nothing flows back up.',
      { path: PURE },
      { path: '^src/', pathNot: '^src/(api|domain|decide|routing|manifests)/' },
    ),
    rule(
      'decide-emits-intent',
      'Deciding names what is wanted; manifests and routes are built when acting.',
      { path: '^src/decide/', pathNot: TEST },
      { path: '^src/(routing|manifests)/', ...runtimeOnly },
    ),
    rule(
      'one-door-to-the-cluster',
      'client-node drops unknown fields and reconnects at each call; only src/kube knows how to handle it.',
      { path: '^src/', pathNot: '^src/kube/' },
      { path: 'node_modules/@kubernetes/client-node' },
    ),
    rule(
      'one-door-to-the-net',
      'Egress policy, caps and redaction hold only if nobody goes around them.',
      { path: '^src/', pathNot: '^src/net/' },
      { path: 'node_modules/axios' },
    ),
    rule(
      'generic-stays-generic',
      'kube and runtime know no canary.',
      { path: '^src/(kube|runtime)/' },
      { path: '^src/', pathNot: '^src/(kube|runtime|api)/|^src/errors[.]ts$' },
    ),
    rule(
      'edges-do-not-meet',
      'Edges are joined in app.ts alone.',
      { path: '^src/(observe|probe|act|commit|report)/' },
      { path: '^src/(observe|probe|act|commit|report)/', pathNot: '^src/$1/' },
    ),
    rule(
      'sandbox-stands-alone',
      'The embedded cluster must not know the operator, or it would agree with its mistakes.',
      { path: '^src/sandbox/' },
      { path: '^src/', pathNot: '^src/(sandbox|kube|api|runtime)/|^src/errors[.]ts$' },
    ),
    rule(
      'operator-without-sandbox',
      'Only the command line and the simulation join the operator with the embedded cluster.',
      { path: '^src/', pathNot: ['^src/(sandbox|simulation|cli)/', '^src/main[.]ts$', TEST] },
      { path: '^src/sandbox/' },
    ),
    rule(
      'simulation-has-no-edge',
      'In virtual time nothing may reach a socket, a file or a real clock.',
      { path: '^src/simulation/', pathNot: TEST },
      {
        path: [
          '^src/cli/',
          '^src/net/http[.]ts$',
          '^(node:)?(fs|net|http|https|child_process|worker_threads)$',
        ],
        ...runtimeOnly,
      },
    ),
    rule(
      'no-test-code-in-src',
      'What ships must not need the tests.',
      { path: '^src/', pathNot: TEST },
      { path: '(^test/|[.]test[.]ts$)' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'] },
  },
};
