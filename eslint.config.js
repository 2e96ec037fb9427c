import boundaries from 'eslint-plugin-boundaries'
import svelte from 'eslint-plugin-svelte'
import prettier from 'eslint-config-prettier'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

const rooms = ['core', 'engine', 'python', 'lab', 'storage', 'ui', 'app', 'headless']

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'public/', 'models/', '.work/', 'test-results/', 'playwright-report/'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    files: ['src/**/*.{ts,svelte}'],
    plugins: { boundaries },
    settings: {
      'boundaries/include': ['src/**/*'],
      'boundaries/elements': rooms.map((type) => ({ type, pattern: `src/${type}`, mode: 'folder' })),
      'import/resolver': { typescript: { project: './tsconfig.json' } },
    },
  },
  { files: ['cli/**', 'bench/**', 'e2e/**'], rules: { 'no-console': 'off' } },
)
