import { family, inCall } from './program'

const MEMORY = 'memory timeout platform-limit crash exception'

export const EXHAUSTING_SPACE = family(
  'exhausting',
  ['list'],
  [
    ['list at once', 'four gigabytes', MEMORY, inCall('kept = [0] * 10**9')],
    ['list step by step', 'until nothing is left', MEMORY, inCall('kept = []\nwhile True: kept.append([0] * 100000)')],
    ['text doubled', 'in place', MEMORY, inCall('text = "x" * 1000\nwhile True: text += text')],
    ['bytes', 'three gigabytes', MEMORY, inCall('kept = bytearray(3 * 10**9)')],
    ['dict', 'of a hundred million keys', MEMORY, inCall('kept = {}\nn = 0\nwhile True:\n    kept[n] = n\n    n += 1')],
    ['small objects', 'a linked list', MEMORY, inCall('kept = None\nwhile True: kept = (kept, kept)')],
    ['shift', 'a number of a gigabyte', MEMORY, inCall('kept = 1 << (8 * 10**9)')],
    ['format', 'text of a gigabyte', MEMORY, inCall('kept = "%2000000000d" % 1')],
    [
      'caught MemoryError',
      'goes on and on',
      `${MEMORY} pass`,
      inCall(
        'kept = []\nfor _ in range(50):\n    try:\n        while True: kept.append(bytes(1_000_000))\n    except MemoryError: kept.clear()',
      ),
    ],
    [
      'generators',
      'a chain of them',
      `${MEMORY} pass`,
      inCall('import itertools\nkept = iter(())\nfor _ in range(3_000_000): kept = itertools.chain(kept)'),
    ],
    ['big answer', 'larger than may be carried out', 'platform-limit', inCall('return "x" * 4_000_000')],
    ['many big answers', 'each just small enough', 'wrong-value', inCall('return "x" * 900_000')],
    [
      'answer of views',
      'one text a hundred thousand times',
      'platform-limit memory wrong-value timeout',
      inCall('return ["x" * 1000] * 1_000_000'),
    ],
    [
      'answer as a graph',
      'two to the fortieth leaves',
      'platform-limit memory timeout not-data',
      inCall('y = []\nfor _ in range(40): y = [y, y]\nreturn y'),
    ],
    [
      'deep answer',
      'a hundred thousand lists in each other',
      'platform-limit not-data crash exception',
      inCall('y = []\nfor _ in range(100_000): y = [y]\nreturn y'),
    ],
    [
      'deep tuple',
      'tuples in each other',
      'platform-limit not-data crash exception wrong-value',
      inCall('y = ()\nfor _ in range(1500): y = (y,)\nreturn y'),
    ],
    [
      'huge number',
      'ten million digits',
      'platform-limit wrong-value memory timeout',
      inCall('return 1 << 30_000_000'),
    ],
    [
      'many empty lists',
      'a million',
      'platform-limit wrong-value memory timeout',
      inCall('return [[] for _ in range(1_000_000)]'),
    ],
    [
      'answer that grows',
      'a list that changes while it is carried out',
      'not-data wrong-value platform-limit exception',
      'class E(int):\n    def __index__(self):\n        kept.append(1)\n        return 1\nkept = [E(1)]\ndef ENTRY(x): return kept\n',
    ],
    [
      'large file',
      'a hundred megabytes',
      'exception',
      inCall('with open("f", "wb") as file:\n    for _ in range(100): file.write(b"x" * 1_000_000)'),
    ],
    [
      'sparse file',
      'two gigabytes of nothing',
      'exception',
      inCall('import os\nopen("f", "wb").close()\nos.truncate("f", 2_000_000_000)'),
    ],
    [
      'sparse file by seek',
      'one byte far away',
      'exception',
      inCall('with open("f", "wb") as file:\n    file.seek(2_000_000_000)\n    file.write(b"x")'),
    ],
    [
      'many files',
      'a million empty ones',
      `${MEMORY}`,
      inCall('n = 0\nwhile True:\n    open("f%d" % n, "w").close()\n    n += 1'),
    ],
    [
      'many folders',
      'in each other',
      `${MEMORY}`,
      inCall('import os\nwhile True:\n    os.mkdir("d")\n    os.chdir("d")'),
    ],
    [
      'many descriptors',
      'never closed',
      `${MEMORY}`,
      inCall('import os\nkept = [os.open("f", os.O_CREAT | os.O_RDWR) for _ in range(100_000)]'),
    ],
    [
      'full pipe',
      'written and never read',
      `${MEMORY} pass`,
      inCall('import os\nreading, writing = os.pipe()\nfor _ in range(200): os.write(writing, b"x" * 1_000_000)'),
    ],
    [
      'long names',
      'of files',
      `${MEMORY} pass`,
      inCall('for n in range(100):\n    try: open("n" * 1_000_000 + str(n), "w")\n    except OSError: pass'),
    ],
    [
      'links',
      'a million',
      `${MEMORY}`,
      inCall('import os\nn = 0\nwhile True:\n    os.symlink("x" * 1000, "l%d" % n)\n    n += 1'),
    ],
    ['output', 'a hundred megabytes', 'pass timeout exception', inCall('for _ in range(100): print("x" * 1_000_000)')],
    ['output for ever', 'short lines', 'timeout exception', inCall('while True: print("x")')],
    [
      'errors for ever',
      'on standard error',
      'timeout exception',
      inCall('import sys\nwhile True: sys.stderr.write("x" * 10000)'),
    ],
    [
      'output without lines',
      'one line without an end',
      'pass timeout exception',
      inCall('import sys\nfor _ in range(1000): sys.stdout.write("x" * 10000)'),
    ],
  ],
)
