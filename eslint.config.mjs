import tseslint from 'typescript-eslint';

const PURE = ['src/domain/**/*.ts', 'src/decide/**/*.ts', 'src/routing/**/*.ts', 'src/manifests/**/*.ts'];

/** Names of everything that reads a clock, sets a timer, draws a random number or does I/O by itself. */
const NONDETERMINISM = [
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'performance',
];
const restricted = (names, message) => names.map((name) => ({ name, message }));
const member = (object, property, message) => ({
  selector: `MemberExpression[object.name='${object}'][property.name='${property}']`,
  message,
});

const INJECTED = 'Clocks, timers and randomness are ports: see src/runtime/clock.ts.';
const nondeterministicMembers = [
  member('Math', 'random', INJECTED),
  member('AbortSignal', 'timeout', INJECTED),
  member('crypto', 'randomUUID', INJECTED),
  member('process', 'hrtime', INJECTED),
  { selector: "ImportSpecifier[imported.name='randomUUID']", message: INJECTED },
  { selector: "ImportSpecifier[imported.name='randomBytes']", message: INJECTED },
  { selector: "ImportDeclaration[source.value='node:timers/promises']", message: INJECTED },
  { selector: "ImportDeclaration[source.value='node:perf_hooks']", message: INJECTED },
];
const shape = [
  { selector: 'TSEnumDeclaration', message: 'Use a string union.' },
  { selector: 'ExportDefaultDeclaration', message: 'Use a named export.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels.' },
];

export default tseslint.config(
  { ignores: ['**/node_modules/', 'dist/', 'src/api/generated/', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // An exhaustive switch is one decision, however many cases it has.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-depth': ['error', 3],
      'max-params': ['error', 4],
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-restricted-syntax': ['error', ...shape],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/runtime/**', '**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...restricted(NONDETERMINISM, INJECTED),
        ...restricted(['fetch'], 'HTTP lives in src/net.'),
      ],
      'no-restricted-syntax': ['error', ...shape, ...nondeterministicMembers],
    },
  },
  {
    files: PURE,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...restricted(
          [...NONDETERMINISM, 'process', 'fetch', 'console'],
          'Pure code gets all it needs as arguments.',
        ),
      ],
      'no-restricted-syntax': [
        'error',
        ...shape,
        ...nondeterministicMembers,
        { selector: 'AwaitExpression', message: 'Pure code does not wait.' },
      ],
    },
  },
  {
    files: [
      '**/*.test.ts',
      'test/**/*.ts',
      'e2e/**/*.ts',
      'bench/**/*.ts',
      'scripts/**/*.ts',
      'deploy/**/*.ts',
    ],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Tests look into raw JSON of many kinds; naming each shape would say nothing that the assertion does not.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
