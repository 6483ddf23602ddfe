// Few rules, for what the type check does not see.
export default [
  {
    files: ['**/*.js'],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    rules: {
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-unused-vars': ['error', { args: 'after-used', argsIgnorePattern: '^_', caughtErrors: 'none', destructuredArrayIgnorePattern: '^_' }],
      'no-unreachable': 'error',
      'no-dupe-keys': 'error',
      'no-fallthrough': 'error',
      'no-self-assign': 'error',
      'no-constant-condition': ['error', { checkLoops: 'none' }],
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'What a model says is text: use text nodes.' }, { property: 'outerHTML' }, { property: 'insertAdjacentHTML' }],
      'max-lines': ['error', { max: 260, skipBlankLines: true }],
    },
  },
  { files: ['**/texts/*.js'], rules: { 'max-lines': 'off' } },
];
