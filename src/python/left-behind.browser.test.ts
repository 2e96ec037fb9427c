import { afterAll, expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import { createJudge } from './index'

/** Looks at all that a program could find of those before it; nothing in it may differ from what the first one saw. */
const LOOK = `
def look():
    import builtins, hashlib, locale, os, random, signal, sys
    found = []
    tree = []
    for path, folders, files in os.walk('/'):
        if path.startswith('/pr' + 'oc'):
            continue
        for name in sorted(folders + files):
            s = os.lstat(os.path.join(path, name))
            tree.append((path, name, s.st_size, s.st_mode, s.st_ino, s.st_mtime, s.st_atime, s.st_ctime, s.st_nlink))
    found.append(('files', len(tree), hashlib.md5(repr(tree).encode()).hexdigest()))
    with open('/lib/python314.zip', 'rb') as f:
        found.append(('library', hashlib.md5(f.read()).hexdigest()))
    open_files = []
    for number in range(40):
        try:
            s = os.fstat(number)
            open_files.append((number, s.st_mode, s.st_size, s.st_ino))
        except OSError:
            pass
    found.append(('open', open_files))
    found.append(('folder', os.getcwd(), os.umask(0)))
    found.append(('modules', sorted(sys.__dict__['mod' + 'ules'])))
    found.append(('environment', sorted(os.environ.items())))
    found.append(('signals', [str(signal.getsignal(number)) for number in range(1, 30)]))
    found.append(('random', random.random()))
    found.append(('others', sys.getrecursionlimit(), locale.setlocale(locale.LC_ALL), len(dir(builtins))))
    found.append(('memory', id(object()), id(sys.intern('some' + 'thing'))))
    ends = os.pipe()
    found.append(('pipe', ends, os.fstat(ends[0]).st_ino, os.readlink('/pr' + 'oc/self/fd/%d' % ends[0])))
    f = os.open('/tmp/new', os.O_CREAT | os.O_RDWR)
    found.append(('new', f, os.fstat(f).st_ino))
    return found
`
const problem: Problem = {
  taskId: 'Test/look',
  prompt: '',
  entryPoint: 'look',
  canonicalSolution: LOOK,
  contract: '',
  base: { kind: 'inputs', inputs: [[]] },
  plus: null,
  atol: 0,
  original: null,
}
const judge = createJudge({ lanes: 1, minimumSeconds: 8, confirmTimeouts: false, fileBytes: 8e6 })
afterAll(() => judge.close())

const leaving = (...lines: string[]) =>
  `import fcntl, mmap, os, random, signal, sys\nLIBRARY = '/lib/python314.zip'\ndef look():\n${lines.map((line) => `    ${line}\n`).join('')}`

const PROGRAMS: readonly (readonly [what: string, program: string])[] = [
  ['nothing', leaving('pass')],
  ['the library written to', leaving('with open(LIBRARY, "r+b") as f: f.seek(100); f.write(b"zzzz")')],
  ['the library cut', leaving('os.truncate(LIBRARY, 10)')],
  ['the library replaced', leaving('os.rename(LIBRARY, "/tmp/z")', 'open(LIBRARY, "w").write("hi")')],
  ['its folder moved', leaving('os.rename("/lib", "/x")', 'os.symlink("/x", "/lib")', 'os.chmod("/x", 0)')],
  ['the library mapped', leaving('m = mmap.mmap(os.open(LIBRARY, os.O_RDWR), 4096)', 'm[0:4] = b"XXXX"', 'm.flush()')],
  [
    'a file mapped',
    leaving('f = os.open("/tmp/m", os.O_RDWR | os.O_CREAT)', 'os.ftruncate(f, 10000)', 'mmap.mmap(f, 10000)[0] = 7'),
  ],
  ['all that can be removed', leaving('import shutil', 'shutil.rmtree("/", ignore_errors=True)')],
  [
    'streams closed and exchanged',
    leaving(
      'for i in range(3): os.close(i)',
      'os.dup2(os.open("/tmp/a", os.O_CREAT | os.O_RDWR), 2)',
      'os.dup2(0, 30)',
    ),
  ],
  ['flags of streams', leaving('fcntl.fcntl(1, fcntl.F_SETFL, os.O_APPEND | os.O_NONBLOCK)')],
  ['pipes', leaving('for i in range(50): os.write(os.pipe()[1], b"x" * 1000)')],
  ['devices', leaving('os.remove("/dev/null")', 'open("/dev/null", "w").write("abc")', 'os.urandom(1000)')],
  ['half lines', leaving('os.write(os.open("/dev/tty", os.O_RDWR), b"half")', 'os.write(1, b"half")')],
  ['umask, variables, handlers', leaving('os.umask(0o77)', 'os.putenv("A", "B")', 'signal.signal(2, print)')],
  ['much memory', leaving('x = [0] * 20_000_000', 'sys.intern("something")', 'random.seed(4)')],
  ['a database', leaving('import sqlite3', 'sqlite3.connect("/tmp/db").execute("create table t (a)")')],
]

test.each(PROGRAMS)('the programs after one that leaves %s find nothing of it', async (_what, program) => {
  await judge.judge(problem, program)
  // Twice: what is put back after one program must still be whole after the next.
  for (const round of ['first', 'second']) {
    const { kind, failing } = await judge.judge(problem, LOOK)
    expect(failing, round).toBeNull()
    expect(kind).toBe('pass')
  }
})
