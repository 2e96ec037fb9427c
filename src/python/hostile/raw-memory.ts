import { family } from './program'

/**
 * A bytearray over the interpreter's whole memory, without ctypes: an operation that loads a constant, told an index far
 * beyond the constants of its function, so that it takes a forged object out of the bytes of another.
 */
const MEMORY = `
import opcode, struct
def over_all():
    forged = struct.pack('<8I', 1000, id(bytearray), 0x7fffffff, 0x7fffffff, 0, 0, 0, 0)
    place = struct.pack('<I', id(forged) + 16)
    def load(): return None
    def code_for(constants):
        at = (id(place) - id(constants)) // 4 & 0xffffffff
        made = [opcode.opmap['RESUME'], 0]
        for shift in (24, 16, 8): made += [opcode.opmap['EXTENDED_ARG'], at >> shift & 255]
        made += [opcode.opmap['LOAD_CONST'], at & 255, opcode.opmap['RETURN_VALUE'], 0]
        return load.__code__.replace(co_code=bytes(made), co_consts=constants)
    code = code_for(load.__code__.co_consts)
    load.__code__ = code_for(code.co_consts)
    kept.extend([forged, place, code, load])
    return load()
kept = []
memory = over_all()
def word(value): return (value & 0xffffffff).to_bytes(4, 'little')
`

const atLoad = (code: string) => `${MEMORY}${code.replace(/^\n/, '').trimEnd()}\ndef ENTRY(x):\n    return RIGHT\n`
const answer = (code: string) =>
  `${MEMORY}def ENTRY(x):\n${code
    .replace(/^\n/, '')
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`

const ANYTHING = 'pass exception crash timeout wrong-value not-data memory platform-limit import-error'

/** All bytes of the interpreter are theirs to read and write; the walls are not made of them. */
export const RAW_MEMORY_ESCAPES = family(
  'escape',
  ['list'],
  [
    [
      'memory read',
      'the whole memory as one bytearray, by bytecode',
      'pass',
      atLoad('assert len(memory) == 0x7fffffff and bytes(memory[id(b"left") + 16:id(b"left") + 20]) == b"left"'),
    ],
    [
      'reference in memory',
      'looks for the reference of another problem',
      'pass',
      answer(`
wanted = b')x(semit fed'[::-1]
for start in range(1024, 16_000_000, 1_000_000):
    if bytes(memory[start:start + 1_000_100]).find(wanted) >= 0: return 'REACHED'
return RIGHT`),
    ],
    [
      'memory overwritten',
      'all of it, until the interpreter dies',
      'crash',
      answer('at = 1024\nwhile True:\n    memory[at:at + 4096] = b"\\xa5" * 4096\n    at += 4096'),
    ],
    [
      'function pointers',
      'the functions of int replaced by numbers of its choice',
      ANYTHING,
      atLoad('for at in range(id(int) + 12, id(int) + 140, 4): memory[at:at + 4] = word(at % 5000)'),
    ],
  ],
)

export const RAW_MEMORY_FORGERIES = family(
  'forging',
  ['list'],
  [
    [
      'bytes of negative size',
      'an answer that takes back what was written before it',
      'not-data crash',
      answer(
        'kept.append(bytes(30))\nmemory[id(kept[-1]) + 8:id(kept[-1]) + 12] = word(-5)\nreturn [x, kept[-1], x + 1]',
      ),
    ],
    [
      'list of negative size',
      'fewer items than none',
      'not-data crash',
      answer('kept.append([x])\nmemory[id(kept[-1]) + 8:id(kept[-1]) + 12] = word(-1)\nreturn kept[-1]'),
    ],
    [
      'list without end',
      'two thousand million items',
      'platform-limit crash',
      answer('kept.append([x])\nmemory[id(kept[-1]) + 8:id(kept[-1]) + 12] = word(0x7fffffff)\nreturn kept[-1]'),
    ],
    [
      'text without end',
      'the same of characters',
      'platform-limit crash',
      answer('kept.append("ab" * x)\nmemory[id(kept[-1]) + 8:id(kept[-1]) + 12] = word(0x7fffffff)\nreturn kept[-1]'),
    ],
    [
      'number without end',
      'digits beyond the end of memory',
      'crash platform-limit',
      answer('kept.append(x + 10**30)\nmemory[id(kept[-1]) + 8:id(kept[-1]) + 12] = word(0x7ffffff8)\nreturn kept[-1]'),
    ],
    [
      'number of zeros',
      'digits that no number has',
      'wrong-value not-data crash',
      answer(
        'kept.append(x + 10**30)\nmemory[id(kept[-1]) + 12:id(kept[-1]) + 28] = bytes(16)\nreturn [kept[-1], x + 1]',
      ),
    ],
    [
      'another type',
      'an object made a list in memory',
      'not-data crash wrong-value exception timeout platform-limit',
      answer(
        'class E: pass\nkept.append(E())\nmemory[id(kept[-1]) + 4:id(kept[-1]) + 8] = word(id(list))\nreturn kept[-1]',
      ),
    ],
  ],
)

export const RAW_MEMORY_LEAKS = family(
  'leaking',
  ['list'],
  [
    ['small integer in memory', '7 becomes 9 for all', ANYTHING, atLoad('memory[id(7) + 12:id(7) + 16] = word(9)')],
    [
      'None and True in memory',
      'their types exchanged',
      ANYTHING,
      atLoad(
        'memory[id(None) + 4:id(None) + 8], memory[id(True) + 4:id(True) + 8] = word(id(bool)), word(id(type(None)))',
      ),
    ],
    [
      'interned text in memory',
      'the names of built-in functions changed in place',
      ANYTHING,
      atLoad(
        'import sys\nfor name in ("len", "sorted", "sum"):\n    at = id(sys.intern(name))\n    memory[at + 24:at + 26] = b"zz"',
      ),
    ],
    [
      'types in memory',
      'the fields of str copied over those of bytes',
      ANYTHING,
      atLoad('memory[id(bytes) + 12:id(bytes) + 120] = bytes(memory[id(str) + 12:id(str) + 120])'),
    ],
    [
      'a megabyte of memory',
      'wiped where objects live',
      ANYTHING,
      answer('start = id(kept) - 500_000\nmemory[start:start + 1_000_000] = bytes(1_000_000)\nreturn RIGHT'),
    ],
  ],
)
