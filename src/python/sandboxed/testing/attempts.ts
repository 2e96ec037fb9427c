/** Ways out of Python that others have found, or that Pyodide documents. Each raises where it is refused. */
import type { Attempts } from './open-interpreter'

/** With `js` in reach: they need an interpreter of which nothing was taken away. */
export function attemptsWithJavaScript(witness: string): Attempts {
  const address = JSON.stringify(`${witness}python`)
  const socket = JSON.stringify(`${witness.replace('http', 'ws')}python-socket`)
  const settle = [
    'import asyncio',
    'answer = asyncio.get_event_loop().create_future()',
    'def good(*_): answer.done() or answer.set_result("reached")',
    'def bad(*_): answer.done() or answer.set_exception(OSError("refused"))',
    'from pyodide.ffi import create_proxy',
  ]
  const lines = (...parts: string[]) => parts.join('\n')
  return [
    ['js.fetch', lines('import js', `await js.fetch(${address})`)],
    [
      'js.XMLHttpRequest',
      lines('import js', 'r = js.XMLHttpRequest.new()', `r.open("GET", ${address}, False)`, 'r.send()'),
    ],
    [
      'js.WebSocket',
      lines(
        ...settle,
        'import js',
        `w = js.WebSocket.new(${socket})`,
        'w.onopen = create_proxy(good)',
        'w.onerror = create_proxy(bad)',
        'await answer',
      ),
    ],
    [
      'js.EventSource',
      lines(
        ...settle,
        'import js',
        `w = js.EventSource.new(${address})`,
        'w.onopen = create_proxy(good)',
        'w.onerror = create_proxy(bad)',
        'await answer',
      ),
    ],
    ['js.importScripts', lines('import js', `js.importScripts(${address})`)],
    ['js.Worker', lines('import js', `js.Worker.new(${address})`)],
    ['js.eval', lines('import js', 'js.eval("1")')],
    ['js.Function', lines('import js', 'js.Function.new("return 1")()')],
    ['js.indexedDB', lines('import js', 'js.globalThis.indexedDB.open("python")')],
    ['js.caches', lines('import js', 'await js.globalThis.caches.open("python")')],
    ['js.navigator.storage', lines('import js', 'await js.globalThis.navigator.storage.getDirectory()')],
    ['js.document', lines('import js', 'js.document')],
    ['js.parent', lines('import js', 'js.parent')],
    ['run_js', lines('from pyodide.code import run_js', 'run_js("1+1")')],
    ['pyfetch', lines('from pyodide.http import pyfetch', `await pyfetch(${address})`)],
    ['open_url', lines('from pyodide.http import open_url', `open_url(${address})`)],
    ['loadPackage', lines('import pyodide_js', 'await pyodide_js.loadPackage("numpy")', 'import numpy')],
    [
      'loadPackage of an address',
      lines(
        'import pyodide_js',
        `await pyodide_js.loadPackage(${address[0]}${address.slice(1, -1)}-1-py3-none-any.whl")`,
        'import python',
      ),
    ],
    ['binary file of the runtime', lines('import pyodide_js', `await pyodide_js._api.loadBinaryFile(${address})`)],
    [
      'library from an address',
      lines(
        'import pyodide_js',
        'from pyodide.ffi import to_js',
        `await pyodide_js._module.loadDynamicLibrary(${address}, to_js({"loadAsync": True}))`,
      ),
    ],
    [
      'file system of the browser',
      lines(
        ...settle,
        'import pyodide_js',
        'fs = pyodide_js.FS',
        'fs.mkdir("/idb")',
        'fs.mount(fs.filesystems.IDBFS, {}, "/idb")',
        'fs.syncfs(True, create_proxy(lambda e=None: bad() if e else good()))',
        'await answer',
      ),
    ],
  ]
}

/** Those that any program may try. `return` of anything but None says that it was reached. */
export function attemptsOfPrograms(witness: string): Attempts {
  const { hostname, port } = new URL(witness)
  const address = JSON.stringify(`${witness}python`)
  const body = (...parts: string[]) => parts.join('\n')
  return [
    [
      'JsException',
      body('from pyodide.ffi import JsException', 'return JsException("a", "b").constructor.constructor("return 1")()'),
    ],
    [
      'create_proxy',
      body('from pyodide.ffi import create_proxy', 'return create_proxy(print).constructor.constructor("return 1")()'),
    ],
    ['to_js', body('from pyodide.ffi import to_js', 'return to_js([1]).constructor.constructor("return 1")()')],
    [
      'JsProxy by subclasses',
      body(
        'for c in object.__subclasses__():',
        '    if c.__name__ == "JsProxy": return c.__subclasses__()[0]().constructor.constructor("return 1")()',
        'raise OSError("none found")',
      ),
    ],
    ['urllib', body('import urllib.request', `return urllib.request.urlopen(${address}, timeout=1).read()`)],
    [
      'http.client',
      body(
        'import http.client',
        `c = http.client.HTTPConnection("${hostname}", ${port}, timeout=1)`,
        'c.request("GET", "/python")',
        'return c.getresponse().read()',
      ),
    ],
    [
      'socket',
      body(
        'import socket',
        `s = socket.create_connection(("${hostname}", ${port}), 1)`,
        's.send(b"GET /python HTTP/1.0\\r\\n\\r\\n")',
        'return s.recv(100)',
      ),
    ],
    [
      'datagrams',
      body(
        'import socket',
        's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
        `if s.sendto(b"x", ("${hostname}", ${port})) < 0: raise OSError`,
        'return s.recv(1)',
      ),
    ],
    ['names', body('import socket', `return socket.create_connection(("localhost", ${port}), 1).recv(1)`)],
    ['micropip', body('import micropip', 'return micropip')],
    ['os.system', body('import os', 'if os.system("ls") != 0: raise OSError("refused")', 'return True')],
    ['os.popen', body('import os', 'return os.popen("ls").read() or 1 // 0')],
    ['subprocess', body('import subprocess', 'return subprocess.run(["ls"], capture_output=True).stdout')],
    ['os.execv', body('import os', 'return os.execv("/bin/ls", ["ls"])')],
    ['os.fork', body('import os', 'return os.fork()')],
    [
      'webbrowser',
      body('import webbrowser', `if not webbrowser.open(${address}): raise OSError("refused")`, 'return True'),
    ],
  ]
}

/** Those that are the end of the interpreter, each to be tried in one of its own. They need `js` as well. */
export function fatalAttempts(witness: string): Attempts {
  const address = JSON.stringify(`${witness}python`)
  const lines = (...parts: string[]) => parts.join('\n')
  return [
    [
      'lazy file',
      lines(
        'import pyodide_js',
        `pyodide_js.FS.createLazyFile("/", "lazy", ${address}, True, False)`,
        'open("/lazy", "rb").read()',
      ),
    ],
    ...fatalAttemptsOfPrograms(),
  ]
}

export function fatalAttemptsOfPrograms(): Attempts {
  const body = (...parts: string[]) => parts.join('\n')
  return [
    ['JavaScript by ctypes', body('import ctypes', 'return ctypes.CDLL(None).emscripten_run_script_int(b"6*7")')],
    [
      'a text of JavaScript by ctypes',
      body(
        'import ctypes',
        'f = ctypes.CDLL(None).emscripten_run_script_string',
        'f.restype = ctypes.c_char_p',
        'return f(b"1+1")',
      ),
    ],
  ]
}
