/** The files of npm's pyodide 314.0.7 that are run, unmodified. Redo with `sha256sum node_modules/pyodide/NAME` at an update. */
export const RUNTIME_FILES = {
  loader: {
    name: 'pyodide.mjs',
    bytes: 17_931,
    sha256: '6f1d60f7bf529beb300f0f47983c921d3982363640ba20af0e38efdddbc66109',
  },
  assembly: {
    name: 'pyodide.asm.mjs',
    bytes: 1_250_344,
    sha256: 'f7cdc8ece80678ceb712f8e65ebe6d3a83203a180c399865f49612a051693635',
  },
  wasm: {
    name: 'pyodide.asm.wasm',
    bytes: 9_598_218,
    sha256: 'cc36e3cab04fdfc9a63ff13eb52eae2b911bf46c025cc7b281f394bd3de1d5e6',
  },
  standardLibrary: {
    name: 'python_stdlib.zip',
    bytes: 2_545_637,
    sha256: 'fa1957e5777068fc4f7437f96d860ae2fbe9c19732ba06c84e004ec16dd7dd7a',
  },
} as const

export type RuntimeFile = keyof typeof RUNTIME_FILES
