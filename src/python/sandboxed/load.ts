/** Starts an unmodified Pyodide from bytes, in a worker that can load nothing. */
import type { WorkerStart } from '../protocol'
import type { Deadline } from './deadline'
import { ImportWall } from './import-wall'
import type { Output } from './output'
import type { Pyodide } from './python-module'
import { TELLING_MODULES } from './reach'

/** An address that is never reached: `fetch` answers for it from memory. */
const NOWHERE = 'https://none.invalid/'

/** Modules of the standard library that programs often import: importing them costs more than running the program. */
const COMMON_MODULES =
  'bisect, cmath, collections, copy, dataclasses, datetime, decimal, enum, fractions, functools, heapq, itertools, json, math, operator, random, re, statistics, string, sys, textwrap, time, typing'

export interface Started {
  readonly pyodide: Pyodide
  /** Made on a cold start only. */
  readonly snapshot: ArrayBuffer | null
  /** To be closed before the first program. */
  readonly wall: ImportWall
}

/** `globals` is what Python finds under the name `js`: nothing, but for the test of what the frame alone keeps out. */
export async function startPyodide(
  start: WorkerStart,
  output: Output,
  deadline: Deadline,
  globals: object = Object.create(null) as object,
): Promise<Started> {
  // Pyodide would keep one to call Python back with after a run has ended; without it timers remain, which lockDown takes.
  Reflect.deleteProperty(self, 'MessageChannel')
  const wall = new ImportWall(deadline.clock)
  answerFromMemory(start, wall)
  const loader: unknown = await importText(start.loader)
  const assembly: unknown = await importText(start.assembly)
  const { loadPyodide } = loader as { loadPyodide: (options: object) => Promise<Pyodide> }
  const pyodide = await loadPyodide({
    indexURL: NOWHERE,
    packageBaseUrl: NOWHERE,
    createPyodideModule: (assembly as { default: unknown }).default,
    lockFileContents: {
      info: {
        abi_version: '2026_0',
        arch: 'wasm32',
        platform: 'emscripten_5_0_3',
        version: '314.0.7',
        python: '3.14.2',
      },
      packages: {},
    },
    jsglobals: globals,
    // Hashes of strings, and with them the order of sets, are the same in every interpreter.
    env: { PYTHONHASHSEED: '0', HOME: '/home/pyodide' },
    _sysExecutable: 'python',
    stdin: () => null,
    enableRunUntilComplete: false,
    ...(start.snapshot === null ? { _makeSnapshot: true } : { _loadSnapshot: start.snapshot }),
  })
  let snapshot: ArrayBuffer | null = null
  if (start.snapshot === null) {
    pyodide.runPython(`import ${COMMON_MODULES}\nrandom.seed(0)`)
    const bytes = pyodide.makeMemorySnapshot()
    snapshot = bytes.slice().buffer
  }
  // The harnesses of the field put a stream there that cannot be read: an OSError, no end of file.
  pyodide.setStdin({ error: true })
  pyodide.setStdout({ write: output.write })
  pyodide.setStderr({ write: output.write })
  return { pyodide, snapshot, wall }
}

/** Makes Python ready for programs, and gives its version. */
export function prepare(pyodide: Pyodide): string {
  return String(pyodide.runPython(PREPARE))
}

/** Takes the doors to JavaScript off the import system, so that naive use fails loudly. The frame, not this, is the wall. */
const PREPARE = `
import sys, warnings
# An interpreter that begins with the snapshot puts the current folder there once more.
sys.path[:] = dict.fromkeys(sys.path)
# What the compiler warns of would load half a dozen modules to be shown.
warnings.simplefilter('ignore', SyntaxWarning)
sys.meta_path[:] = [finder for finder in sys.meta_path if 'yodide' not in (getattr(type(finder), '__module__', '') or '')]
for name in list(sys.modules):
    if name.partition('.')[0] in (${[...TELLING_MODULES, 'webbrowser'].map((name) => `'${name}'`).join(', ')}):
        del sys.modules[name]
for name in ('finder', 'name', 'warnings'):
    globals().pop(name, None)
sys.version.partition(' ')[0]
`

function answerFromMemory(start: WorkerStart, wall: ImportWall): void {
  const answers = new Map<string, () => Response>([
    [`${NOWHERE}python_stdlib.zip`, () => new Response(start.standardLibrary)],
    [`${NOWHERE}pyodide.asm.wasm`, () => new Response(null, { headers: { 'content-type': 'application/wasm' } })],
  ])
  self.fetch = (address) => {
    const answer = answers.get(address instanceof Request ? address.url : String(address))
    return answer === undefined ? Promise.reject(new TypeError('There is no network here.')) : Promise.resolve(answer())
  }
  WebAssembly.instantiateStreaming = async (_source, imports = {}) => {
    wall.guard(start.module, imports)
    return { instance: await WebAssembly.instantiate(start.module, imports), module: start.module }
  }
}

async function importText(text: string): Promise<unknown> {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }))
  try {
    return (await import(/* @vite-ignore */ address)) as unknown
  } finally {
    URL.revokeObjectURL(address)
  }
}
