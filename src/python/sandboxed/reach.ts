/** Did a program get near JavaScript or raw memory? Then the copy of memory may not undo all it did. */
import type { Interpreter } from './interpreter'

/** Present in sys.modules only when the program imported them: `load` takes them out. */
export const TELLING_MODULES = [
  'js',
  'pyodide',
  'pyodide_js',
  '_pyodide',
  '_pyodide_core',
  'ctypes',
  '_ctypes',
  'gc',
  'asyncio',
] as const

/** Words by which programs reach past the import system. None is in a reference of HumanEval+ or MBPP+. */
const TELLING_WORDS =
  /pyodide|ctypes|emscripten|webloop|__subclasses__|__globals__|__builtins__|get_objects|get_refer|_getframe|settrace|setprofile|monitoring|audithook|currentframe|inspect|f_back|f_globals|tb_frame|gi_frame|cr_frame|ag_frame|faulthandler|sys\.modules|\/proc/

export class Reach {
  constructor(private readonly python: Interpreter) {
    for (const name of TELLING_MODULES) python.text(name)
  }

  wasReached(source: string): boolean {
    if (TELLING_WORDS.test(source)) return true
    const modules = this.python.c._PyImport_GetModuleDict()
    return TELLING_MODULES.some((name) => this.python.c._PyDict_GetItemString(modules, this.python.text(name)) !== 0)
  }
}
