/**
 * The wall between Python and JavaScript. All that wasm code can do outside of its memory are the functions it imports;
 * once the wall is closed, those not named here throw, and that ends the interpreter. So no program, whatever it digs up
 * inside of Python (proxies, `ctypes`, raw memory, wasm of its own), reads, calls or changes a JavaScript object: what it
 * changed there, the copy of memory would not undo for the next program.
 */

/** Files, clocks, memory, signals to itself, and the end of the process. */
const ALLOWED: ReadonlySet<string> = new Set([
  ...['exit', '_abort_js', '__assert_fail', '__call_sighandler', 'emscripten_resize_heap', 'emscripten_get_heap_max'],
  ...['emscripten_runtime_keepalive_push', 'emscripten_runtime_keepalive_pop', '_emscripten_runtime_keepalive_clear'],
  ...['_Py_CheckEmscriptenSignals_Helper', '_PyEM_TrampolineCall_JS', '_Py_emscripten_runtime'],
  ...[
    'emscripten_date_now',
    'emscripten_get_now',
    '_tzset_js',
    '_timegm_js',
    '_mktime_js',
    '_localtime_js',
    '_gmtime_js',
  ],
  ...['_munmap_js', '_msync_js', '_mmap_js', '_emscripten_get_progname', '__syscall_getuid32_js', '__syscall_umask_js'],
  ...['ioctl', 'fcntl64', 'openat', 'faccessat', 'chdir', 'chmod', 'fchownat', 'dup', 'dup3', 'fchdir', 'fchmod'],
  ...['fchmodat2', 'fchown32', 'fdatasync', 'fstat64', 'stat64', 'newfstatat', 'lstat64', 'ftruncate64', 'getcwd'],
  ...['getdents64', 'mkdirat', 'mknodat', 'pipe', 'poll', 'fadvise64', 'fallocate', 'readlinkat', 'unlinkat', 'rmdir'],
  ...['renameat', 'statfs64', 'fstatfs64', 'symlinkat', 'truncate64', 'utimensat', '_try_fcntl64', '_maybe_poll_async'],
])
/** Answered, mostly with an error number of Emscripten's, since honest programs try them: no sockets, no names, no shell. */
const ANSWERED: ReadonlyMap<string, number> = new Map([
  ['__syscall_socket', -2],
  ['getaddrinfo', -4],
  ['getnameinfo', -4],
  ['getprotobyname', 0],
  ['_emscripten_lookup_name', 0],
  ['_emscripten_system', -1],
  // Whether the stack could be suspended: `time.sleep` asks, and waits by itself then.
  ['can_run_sync_js', 0],
])

type ImportedFunction = (...values: unknown[]) => unknown

export class ImportWall {
  private closed = false

  /** `clock`: milliseconds, what wasm sees as monotonic time. */
  constructor(private readonly clock: () => number) {}

  /** Puts itself between the module and its imports; call before instantiating. */
  guard(module: WebAssembly.Module, imports: WebAssembly.Imports): void {
    const environment = imports['env']
    if (environment === undefined) throw new Error('The interpreter imports nothing.')
    environment['emscripten_get_now'] = this.clock
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      if (from !== 'env' || kind !== 'function' || isAllowed(name)) continue
      const original = environment[name]
      const answer = ANSWERED.get(name)
      if (!isFunction(original)) environment[name] = () => refuse(name)
      else if (answer !== undefined) environment[name] = () => answer
      else environment[name] = Object.assign(this.gate(name, original), original)
    }
  }

  close(): void {
    this.closed = true
  }

  private gate(name: string, original: ImportedFunction): ImportedFunction {
    return (...values) => (this.closed ? refuse(name) : original(...values))
  }
}

/** Else it would suspend the stack (JSPI), which nothing here can do. */
function isFunction(value: unknown): value is ImportedFunction {
  return typeof value === 'function'
}

function isAllowed(name: string): boolean {
  return ALLOWED.has(name) || (name.startsWith('__syscall_') && ALLOWED.has(name.slice('__syscall_'.length)))
}

function refuse(name: string): never {
  throw new Error(`Python reached for JavaScript (${name}).`)
}
