import svelte from 'eslint-plugin-svelte'
import prettier from 'eslint-config-prettier'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

/** Rooms of src and what each may import (docs/architecture.md). `lab` is known by its interfaces where it is marked so. */
const ROOMS = ['core', 'engine', 'python', 'lab', 'storage', 'ui', 'app', 'headless']
const MAY_IMPORT = {
  core: [],
  engine: ['core', 'lab/ports'],
  python: ['core', 'lab/ports'],
  storage: ['core', 'lab/ports', 'lab/grade/port'],
  lab: ['core'],
  ui: ['core', 'lab', 'storage'],
}
/** Only these rooms may use these packages; core uses none that needs a browser. */
const CORE_FORBIDDEN_PACKAGES = [
  'svelte',
  'comlink',
  'dexie',
  'onnxruntime-web',
  '@huggingface/*',
  'pyodide',
  'playwright',
]

/** Relative imports that lead into another room, except those it may use (`room` or `room/file`). */
function forbidden(room, allowed) {
  return ROOMS.filter((other) => other !== room && !allowed.includes(other)).map((other) => {
    const files = allowed.filter((path) => path.startsWith(`${other}/`)).map((path) => path.slice(other.length + 1))
    const except = files.length === 0 ? '' : `(?!/(${files.join('|')})$)`
    return `^\\.\\.?/(.*/)?${other}${except}(/|$)`
  })
}

const directions = Object.entries(MAY_IMPORT).map(([room, allowed]) => {
  const message = `src/${room} may import only: ${allowed.join(', ') || 'itself'} (docs/architecture.md).`
  const patterns = forbidden(room, allowed).map((regex) => ({ regex, message }))
  if (room === 'core') {
    patterns.push({ group: CORE_FORBIDDEN_PACKAGES, message: 'src/core is pure and runs in Node as it is.' })
  }
  return { files: [`src/${room}/**/*.{ts,svelte}`], rules: { 'no-restricted-imports': ['error', { patterns }] } }
})

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
  ...directions,
  { files: ['src/**/*.test.ts'], rules: { 'no-console': ['error', { allow: ['info'] }] } },
  { files: ['cli/**', 'bench/**', 'e2e/**', 'vite.config.ts'], rules: { 'no-console': 'off' } },
)
