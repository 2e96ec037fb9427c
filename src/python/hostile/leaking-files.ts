import { atLoad, family } from './program'

/** What a program changes for all that run after it; its own answers are right unless the change hits itself. */
const ITSELF = 'pass exception crash timeout'

/** Files are outside of the memory. */
export const LEAKING_FILES = family(
  'leaking',
  ['list'],
  [
    ['file', 'in the folder it runs in', ITSELF, atLoad('open("left.txt", "w").write("left")')],
    [
      'importable file',
      'named like a module',
      ITSELF,
      atLoad('for name in ("numpy", "math", "statistics"): open(name + ".py", "w").write("left = 1")'),
    ],
    ['chdir', 'another folder', ITSELF, atLoad('import os\nos.mkdir("/tmp/left")\nos.chdir("/tmp/left")')],
    [
      'removed folder',
      'the folder it runs in is gone',
      ITSELF,
      atLoad(
        'import os\nos.mkdir("/tmp/left")\nos.chdir("/tmp/left")\nos.rmdir("/tmp/left")\ntry: os.rmdir("/home/pyodide")\nexcept OSError: pass',
      ),
    ],
    [
      'no standard library',
      'its archive is removed',
      'import-error exception crash pass',
      atLoad('import os\nos.remove("/lib/python314.zip")\nimport this'),
    ],
    [
      'other standard library',
      'its archive is overwritten in place',
      'import-error exception crash pass',
      atLoad('with open("/lib/python314.zip", "r+b") as file:\n    file.write(b"left" * 1000)\nimport this'),
    ],
    [
      'cut standard library',
      'its archive is cut',
      'import-error exception crash pass',
      atLoad('import os\nos.truncate("/lib/python314.zip", 1000)\nimport this'),
    ],
    [
      'renamed folders',
      '/lib and /tmp',
      'import-error exception crash pass',
      atLoad(
        'import os\nfor name in ("/tmp", "/lib", "/home"):\n    try: os.rename(name, name + "-left")\n    except OSError: pass',
      ),
    ],
    [
      'links',
      'a link from a folder to itself',
      ITSELF,
      atLoad('import os\nos.symlink("/tmp", "/tmp/loop")\nos.symlink("/lib/python314.zip", "left.zip")'),
    ],
    [
      'modes',
      'nothing may be read',
      ITSELF,
      atLoad('import os\nfor name in ("/tmp", "/lib", "/", "/lib/python314.zip"): os.chmod(name, 0)\nos.umask(0o777)'),
    ],
    [
      'open files',
      'a hundred descriptors',
      ITSELF,
      atLoad('import os\nkept = [os.open("left%d" % n, os.O_CREAT | os.O_RDWR) for n in range(100)]'),
    ],
    [
      'closed descriptors',
      'standard streams closed and taken over',
      ITSELF,
      atLoad(
        'import os\nfor number in (0, 1, 2): os.close(number)\nkept = [os.open("left%d" % n, os.O_CREAT | os.O_RDWR) for n in range(3)]',
      ),
    ],
    [
      'pipes',
      'full pipes',
      ITSELF,
      atLoad('import os\nfor _ in range(20):\n    reading, writing = os.pipe()\n    os.write(writing, b"left" * 100)'),
    ],
    [
      'devices',
      'what is in /dev',
      'exception crash pass',
      atLoad(
        'import os\nfor name in os.listdir("/dev"):\n    try: os.remove("/dev/" + name)\n    except OSError: pass\nopen("/dev/null", "w").write("left")',
      ),
    ],
    [
      'times of files',
      'of the archive',
      ITSELF,
      atLoad('import os\nos.utime("/lib/python314.zip", (0, 0))\nos.utime("/tmp", (0, 0))'),
    ],
    [
      'time zone',
      'another one',
      ITSELF,
      atLoad('import os, time\nos.environ["TZ"] = "Asia/Tokyo"\ntime.tzset()'),
      { expect: ['pass', 'exception', 'crash', 'timeout'] },
    ],
  ],
)
