/** Runs every path of the harness once, so that what CPython makes lazily is part of the clean slate. */
import type { RunRequest, WorkerReply } from '../protocol'
import type { Harness } from './harness'

/** One of each kind that is read from memory or by a method of its own. */
const SAMPLE = `import collections, decimal, fractions, warnings
def f():
    ordered = collections.OrderedDict(b=1, a=2)
    ordered.move_to_end('b')
    return [
        1, 2**40, True, None, 2.5, 1j, 'a', b'b', bytearray(b'c'), (1,), {3}, frozenset(), {'k': 4},
        ordered, collections.Counter('a'), collections.deque([5]), collections.defaultdict(int),
        range(1, 9, 2), fractions.Fraction(3, 7), decimal.Decimal('0.5'), decimal.Decimal('inf'),
    ]
print('warm')
`
/** What SAMPLE is as bytes, in hexadecimal. Anything else means that objects do not lie where they are looked for. */
const EXPECTED =
  '5b1500000069010000006c03000000000000000004544e670000000000000440790000000000000000000000000000f03f75' +
  '0100000061730100000062420100000063280100000069010000003c0100000069030000003e000000007b75010000006b69' +
  '04000000304f7501000000616902000000750100000062690100000030437501000000616901000000304401000000690500' +
  '00007b30526901000000690900000069020000005169030000006907000000516901000000690200000067000000000000f0' +
  '7f'

/** Throws where a value comes out otherwise than it must. */
export function warmUp(harness: Harness): void {
  // marshal of (): f().
  const emptyTuple = new Uint8Array([0x28, 0, 0, 0, 0])
  const request: RunRequest = {
    run: 0,
    source: SAMPLE,
    entryPoint: 'f',
    inputs: emptyTuple.buffer,
    ends: [emptyTuple.length],
    limits: [10_000],
    loadLimit: 10_000,
    totalLimit: 10_000,
    answer: 'value',
    replies: 'batched',
  }
  const replies: WorkerReply[] = []
  harness.run(request, (reply) => replies.push(reply))
  harness.run({ ...request, source: 'def f():\n    return 1 // 0\n' }, () => {})
  harness.run({ ...request, source: 'def f(:\n' }, () => {})
  harness.flushOutput()
  const [first] = replies.flatMap((reply) => (reply.kind === 'tests' ? reply.outcomes : []))
  const found = first?.type === 'value' ? hexadecimal(first.bytes) : JSON.stringify(first)
  if (found !== EXPECTED) throw new Error(`A known value came out as ${found}.`)
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
