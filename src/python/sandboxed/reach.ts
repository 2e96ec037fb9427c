/** Did a program get near JavaScript or raw memory? Then the copy of memory may not undo all it did. */
import type { PythonModule } from './python-module'

/** Present in sys.modules only when the program imported them: they were taken out before. */
const TELLING_MODULES = ['js', 'pyodide', 'pyodide_js', '_pyodide', '_pyodide_core', 'ctypes', '_ctypes', 'gc']
/** Words by which programs reach past the import system. */
const TELLING_WORDS = [
  'pyodide',
  'ctypes',
  '__subclasses__',
  'get_objects',
  'get_referents',
  '_getframe',
  'settrace',
  'setprofile',
]

export function hasReachedOut(python: PythonModule, source: string): boolean {
  if (TELLING_WORDS.some((word) => source.includes(word))) return true
  const modules = python._PyImport_GetModuleDict()
  return TELLING_MODULES.some((name) => {
    const bytes = new TextEncoder().encode(`${name}\0`)
    const pointer = python._malloc(bytes.length)
    python.HEAPU8.set(bytes, pointer)
    return python._PyDict_GetItemString(modules, pointer) !== 0
  })
}
