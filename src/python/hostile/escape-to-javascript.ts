import { atLoad, attempt, family } from './program'

/** What an attempt may end in: refused with an exception (and then answered rightly), or the end of the interpreter. */
const REFUSED = 'pass exception import-error crash'

const FINDER = `
collector = __import__('g' + 'c')
finders = [one for one in getattr(collector, 'get_' + 'objects')() if type(one).__name__ == 'JsFinder']
`

/** Ways to JavaScript. */
export const ESCAPE_TO_JAVASCRIPT = family(
  'escape',
  ['list'],
  [
    ['import js', 'the module of JavaScript globals', 'import-error', atLoad('import js\njs.fetch("BEACON")')],
    ['import pyodide_js', 'the module of the Pyodide API', 'import-error', atLoad('import pyodide_js')],
    [
      '_pyodide_core',
      'the built-in module below pyodide',
      REFUSED,
      attempt(`
import _pyodide_core
proxy = _pyodide_core.create_proxy(attempt)
return proxy.constructor`),
    ],
    [
      'JsException constructor',
      'the constructor of a constructor is Function',
      REFUSED,
      attempt(`
from pyodide.ffi import JsException
return JsException('a', 'b').constructor.constructor('return fetch("BEACON")')()`),
    ],
    [
      'create_proxy constructor',
      'the same from a proxied function',
      REFUSED,
      attempt(`
from pyodide.ffi import create_proxy
return create_proxy(attempt).constructor.constructor('return fetch("BEACON")')()`),
    ],
    [
      'to_js constructor',
      'the same from an array',
      REFUSED,
      attempt(`
from pyodide.ffi import to_js
return to_js([1]).constructor.constructor('return fetch("BEACON")')()`),
    ],
    [
      'run_js',
      'eval by its other name',
      REFUSED,
      attempt(`
from pyodide.code import run_js
return run_js('fetch("BEACON")')`),
    ],
    [
      'scheduleCallback',
      'timers of the event loop take a function',
      REFUSED,
      attempt(`
from pyodide.webloop import scheduleCallback
scheduleCallback(attempt, 0)
return scheduleCallback.constructor`),
    ],
    [
      'event loop',
      'a callback later, when the next program runs',
      REFUSED,
      attempt(`
import asyncio
loop = asyncio.new_event_loop()
loop.call_later(0.01, print)
return loop.run_until_complete(asyncio.sleep(0.01, 'slept'))`),
    ],
    [
      'pyodide.http',
      'a request by the browser',
      REFUSED,
      attempt(`
from pyodide.http import open_url
return open_url('BEACON').read()`),
    ],
    [
      'pyfetch',
      'an asynchronous request',
      REFUSED,
      attempt(`
from pyodide.http import pyfetch
pyfetch('BEACON').send(None)
return True`),
    ],
    [
      'micropip',
      'installing a package',
      REFUSED,
      attempt(`
import micropip
return micropip.install('requests')`),
    ],
    [
      'finder by gc',
      'the finder that still holds js, among all objects',
      REFUSED,
      attempt(`${FINDER}
return finders[0].jsproxies['js'].fetch('BEACON')`),
    ],
    [
      'finder by subclasses',
      "the class of that finder, and its functions' globals",
      REFUSED,
      attempt(`
from importlib.abc import MetaPathFinder
found = [one for one in MetaPathFinder.__subclasses__() if one.__name__ == 'JsFinder']
space = found[0].find_spec.__globals__
return space['jsfinder'].jsproxies['pyodide_js']._module`),
    ],
    [
      'finder put back',
      'the finder into sys.meta_path again, then an ordinary import',
      REFUSED,
      attempt(`${FINDER}
import sys
sys.meta_path.insert(0, finders[0])
import pyodide_js
return pyodide_js.runPython('1')`),
    ],
    [
      'loadPackage',
      'a package from elsewhere',
      REFUSED,
      attempt(`${FINDER}
return finders[0].jsproxies['pyodide_js'].loadPackage('BEACON')`),
    ],
    [
      'poisoned marshal',
      'the C function that writes answers bound to None for all later programs, and the traces wiped',
      REFUSED,
      attempt(`${FINDER}
import sys
module = finders[0].jsproxies['pyodide_' + 'js']._module
writer = module._PyMarshal_WriteObjectToString
module._PyMarshal_WriteObjectToString = writer.bind(None, id(None), 2)
sys.modules.pop('g' + 'c', None)
return module`),
    ],
    [
      'poisoned heap view',
      'another array in the place of the heap, so that it is never restored',
      REFUSED,
      attempt(`${FINDER}
module = finders[0].jsproxies['pyodide_' + 'js']._module
module.HEAPU8 = module.HEAPU8.slice(0, 100)
return True`),
    ],
    [
      'stolen deadline',
      'the interrupt buffer replaced by one that never fires',
      REFUSED,
      attempt(`${FINDER}
module = finders[0].jsproxies['pyodide_' + 'js']._module
module.Py_EmscriptenSignalBuffer = module.HEAPU8.slice(0, 4)
while True: pass`),
    ],
    [
      'patched file system',
      'FS.open replaced for the next program',
      REFUSED,
      attempt(`${FINDER}
files = finders[0].jsproxies['pyodide_' + 'js'].FS
files.open = files.close
return files`),
    ],
    [
      'prepareStackTrace',
      'a hook of V8 that sees the calling functions',
      REFUSED,
      attempt(`
from pyodide.ffi import JsException, create_proxy
error = JsException('a', 'b').constructor
error.prepareStackTrace = create_proxy(lambda error, sites: sites)
return error`),
    ],
    [
      'stringified proxy',
      'turning a leftover proxy into text',
      REFUSED,
      attempt(`${FINDER}
return repr(finders[0].jsproxies)`),
    ],
    [
      'message to the page',
      'postMessage with a forged reply',
      REFUSED,
      attempt(`${FINDER}
return finders[0].jsproxies['js'].postMessage('HOSTILE')`),
    ],
    [
      'functions of pyodide modules',
      'globals of what pyodide left in other modules',
      REFUSED,
      attempt(`
import sys
for name, module in list(sys.modules.items()):
    for value in list(vars(module).values()):
        space = getattr(value, '__globals__', {})
        if 'JsProxy' in space and 'scheduleCallback' in space:
            return space['scheduleCallback'].constructor`),
    ],
    [
      'proxies among objects',
      'every object of a type named Js, asked for its constructor',
      REFUSED,
      attempt(`
import gc
for one in gc.get_objects():
    for held in gc.get_referents(one):
        if type(held).__name__ == 'JsProxy':
            return held.constructor`),
    ],
  ],
)
