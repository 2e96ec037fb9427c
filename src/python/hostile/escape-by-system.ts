import { attempt, family, inCall } from './program'

/** What an attempt may end in: refused with an exception (and then answered rightly), or the end of the interpreter. */
const REFUSED = 'pass exception import-error crash'

/** Ways through C, files and the operating system. */
export const ESCAPE_BY_SYSTEM = family(
  'escape',
  ['list'],
  [
    [
      'run_script by ctypes',
      'the function of C that evaluates JavaScript',
      REFUSED,
      attempt(`
import ctypes
return ctypes.CDLL(None).emscripten_run_script_int(b'fetch("BEACON"),7')`),
    ],
    [
      'console by ctypes',
      'a line on the console of the page',
      REFUSED,
      attempt(`
import ctypes
ctypes.CDLL(None).emscripten_console_log(b'HOSTILE')
return True`),
    ],
    [
      'C of Pyodide by ctypes',
      'the function that makes a proxy of a global',
      REFUSED,
      attempt(`
import ctypes
return ctypes.pythonapi.run_main()`),
    ],
    [
      'raw memory',
      'overwrites a megabyte of the interpreter',
      `${REFUSED} timeout memory platform-limit`,
      inCall(`
import _ctypes
array = _ctypes.PyObj_FromPtr
import ctypes
ctypes.memset(id(array), 0xff, 1_000_000)`),
    ],
    [
      'PyObj_FromPtr',
      'an object made from a number',
      `${REFUSED} timeout memory`,
      inCall(`
import _ctypes
for address in range(1024, 200_000, 4096): repr(_ctypes.PyObj_FromPtr(address))`),
    ],
    [
      'bytecode',
      'a code object with operations that read beyond the stack',
      `${REFUSED} timeout memory`,
      inCall(`
def f(): pass
f.__code__ = f.__code__.replace(co_code=bytes([100, 255, 83, 0] * 50), co_stacksize=1)
f()`),
    ],
    [
      'extension module',
      'wasm of its own, loaded as an extension module',
      REFUSED,
      attempt(String.raw`
import importlib.machinery, importlib.util
wasm = b'\0asm\x01\0\0\0' + b'\0\x0f\x08dylink.0\x01\x04\0\0\0\0'
with open('/tmp/evil.so', 'wb') as file: file.write(wasm)
loader = importlib.machinery.ExtensionFileLoader('evil', '/tmp/evil.so')
return importlib.util.module_from_spec(importlib.util.spec_from_loader('evil', loader))`),
    ],
    [
      'shared library',
      'the same by ctypes',
      REFUSED,
      attempt(String.raw`
import ctypes
with open('/tmp/evil.so', 'wb') as file: file.write(b'\0asm\x01\0\0\0')
return ctypes.CDLL('/tmp/evil.so')`),
    ],
    [
      'os.system',
      'a shell',
      REFUSED,
      attempt(`
import os
return os.system('echo HOSTILE') == 0`),
    ],
    [
      'os.popen',
      'a shell with a pipe',
      REFUSED,
      attempt(`
import os
return os.popen('echo HOSTILE').read()`),
    ],
    [
      'subprocess',
      'a process',
      REFUSED,
      attempt(`
import subprocess
return subprocess.run(['echo', 'HOSTILE'], capture_output=True).stdout`),
    ],
    [
      'exec and spawn',
      "another process in this one's place",
      REFUSED,
      attempt(`
import os
for start in (lambda: os.execv('/bin/sh', ['sh']), lambda: os.posix_spawn('/bin/sh', ['sh'], {}), os.fork):
    try: start()
    except OSError: continue
    return True`),
    ],
    [
      'multiprocessing',
      'a process by the library for it',
      REFUSED,
      attempt(`
import multiprocessing
child = multiprocessing.Process(target=print)
child.start()
return child.pid`),
    ],
    [
      'kill',
      'signals to other processes',
      REFUSED,
      inCall(`
import os
for process in (1, os.getppid()):
    try: os.kill(process, 9)
    except OSError: pass`),
    ],
    [
      'socket',
      'a connection over TCP',
      REFUSED,
      attempt(`
import socket
host, _, port = 'BEACON'.partition('//')[2].partition('/')[0].partition(':')
return socket.create_connection((host, int(port)), 1).send(b'GET / HTTP/1.0\\r\\n\\r\\n')`),
    ],
    [
      'datagram',
      'a packet over UDP',
      REFUSED,
      attempt(`
import socket
return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'HOSTILE', ('127.0.0.1', 9))`),
    ],
    [
      'names',
      'a question to the name service',
      REFUSED,
      attempt(`
import socket
return socket.gethostbyname('example.com')`),
    ],
    [
      'listening',
      'a server',
      REFUSED,
      attempt(`
import socket
server = socket.socket()
server.bind(('127.0.0.1', 8000))
server.listen()
return server.accept()`),
    ],
    [
      'urllib',
      'a request over HTTP',
      REFUSED,
      attempt(`
from urllib.request import urlopen
return urlopen('BEACON', timeout=1).read()`),
    ],
    [
      'http.client',
      'the same a layer below',
      REFUSED,
      attempt(`
import http.client
connection = http.client.HTTPConnection('BEACON'.partition('//')[2].partition('/')[0], timeout=1)
connection.request('GET', '/')
return connection.getresponse()`),
    ],
    [
      'webbrowser',
      'a new tab',
      REFUSED,
      attempt(`
import webbrowser
return webbrowser.open('BEACON')`),
    ],
    ['antigravity', 'a module that opens a page when imported', REFUSED, attempt('import antigravity\nreturn False')],
    [
      'import by name',
      'every way to ask for the modules that were taken away',
      REFUSED,
      attempt(`
import importlib, builtins
for name in ('js', 'pyodide_js', 'js.document', 'pyodide_js._module'):
    for load in (importlib.import_module, builtins.__import__, importlib.util.find_spec, importlib.__import__):
        try: found = load(name)
        except (ImportError, ValueError): continue
        if found is not None: return True`),
    ],
    [
      '_imp',
      'built-in modules made anew',
      REFUSED,
      attempt(`
import _imp
from importlib.machinery import ModuleSpec, BuiltinImporter
module = _imp.create_builtin(ModuleSpec('_pyodide_core', BuiltinImporter))
_imp.exec_builtin(module)
return module.create_proxy(attempt).constructor`),
    ],
    [
      'zipimport',
      "pyodide's own parts out of the archive of the standard library",
      REFUSED,
      attempt(`
import zipimport
hook = zipimport.zipimporter('/lib/python314.zip').load_module('_pyodide._importhook')
return hook.jsfinder.jsproxies['js']`),
    ],
    [
      "finder of one's own",
      'sys.meta_path with a finder that makes js',
      REFUSED,
      attempt(`
import sys, pyodide.ffi
class Finder:
    def find_spec(self, name, path, target=None):
        from importlib.machinery import ModuleSpec
        return ModuleSpec(name, self) if name == 'js' else None
    def create_module(self, spec): return pyodide.ffi.to_js({'a': 1})
    def exec_module(self, module): pass
sys.meta_path.insert(0, Finder())
import js
return js.constructor`),
    ],
    [
      'subinterpreter',
      "an interpreter of one's own has modules of its own",
      REFUSED,
      attempt(`
import _interpreters
one = _interpreters.create()
return _interpreters.exec(one, 'import js; js.fetch("BEACON")') is None`),
    ],
    [
      'proc and dev',
      'files about this and other processes',
      REFUSED,
      attempt(`
import os
secrets = [name for name in ('/proc/self/maps', '/proc/1/environ', '/dev/mem', '/etc/passwd', '/etc/hosts') if os.path.exists(name)]
return [open(name).read(10) for name in secrets]`),
    ],
    [
      'devices',
      'a device made in the file system',
      REFUSED,
      attempt(`
import os
os.mknod('/tmp/device', 0o20666, os.makedev(5, 0))
return os.read(os.open('/tmp/device', os.O_RDWR), 1)`),
    ],
    [
      'standard input',
      'a question to the person at the page',
      REFUSED,
      attempt(`
import sys, os
return sys.stdin.read() or os.read(0, 10) or input('HOSTILE?')`),
    ],
    [
      'debugger',
      'an interactive prompt',
      REFUSED,
      attempt(`
import code
code.interact('HOSTILE')
breakpoint()
return False`),
    ],
    [
      'sqlite',
      'an extension of a database',
      REFUSED,
      attempt(`
import sqlite3
connection = sqlite3.connect(':memory:')
connection.enable_load_extension(True)
return connection.load_extension('/tmp/evil.so')`),
    ],
    [
      'pickle',
      'a pickle that runs a command',
      REFUSED,
      attempt(`
import pickle
return pickle.loads(b"cos\\nsystem\\n(S'echo HOSTILE'\\ntR.") == 0`),
    ],
    [
      'mail and files',
      'older protocols',
      REFUSED,
      attempt(`
import ftplib, smtplib
try: ftplib.FTP('127.0.0.1', timeout=1)
except OSError: return smtplib.SMTP('127.0.0.1', 25, timeout=1)
return True`),
    ],
  ],
)
