import { LabError } from '../errors'

/** How one weight matrix is stored. */
export type Encoding =
  | { readonly kind: 'float' }
  /** MatMulNBits: codes of `bits` bits, one float32 scale (and zero point unless symmetric) a block along the inputs. */
  | { readonly kind: 'blockwise'; readonly bits: 2 | 4 | 8; readonly block: number; readonly symmetric: boolean }
  /** MatMulBnb4 with the NF4 table: one float32 absolute maximum a block of the flattened matrix. */
  | { readonly kind: 'nf4'; readonly block: number }

export interface Scheme {
  /** As written, options included. */
  readonly name: string
  /** Encoding of the matrices of the layers. Embedding, norms and biases always stay in floating point. */
  readonly matrices: Encoding
  readonly head: Encoding
}

export const FLOAT: Encoding = { kind: 'float' }

const BLOCKS: readonly number[] = [16, 32, 64, 128, 256]
const AVAILABLE = ['fp32', 'int8', 'int4', 'int2', 'nf4']
const NOT_YET = ['fp16', 'fp4', 'int8row', 'llm-int8', 'as-shipped']
const BITS = new Map<string, 2 | 4 | 8>([
  ['int8', 8],
  ['int4', 4],
  ['int2', 2],
])

function unknown(text: string, why: string): LabError {
  return new LabError(
    'unknown-scheme',
    `Scheme "${text}": ${why}.`,
    `Available are ${AVAILABLE.join(', ')}; options: block=${BLOCKS.join('|')}, asymmetric (int8, int4, int2), nohead. ` +
      'Example: int4:block=64,asymmetric.',
  )
}

/** Reads `NAME[:option,option=value]`. Throws LabError `unknown-scheme` that names what there is. */
export function parseScheme(text: string): Scheme {
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const options = colon < 0 ? [] : text.slice(colon + 1).split(',')
  if (NOT_YET.includes(name)) throw unknown(text, `${name} is not available yet`)
  if (!AVAILABLE.includes(name)) throw unknown(text, `there is no scheme named "${name}"`)
  let block = name === 'nf4' ? 64 : 32
  let symmetric = true
  let head = true
  const seen = new Set<string>()
  for (const option of options) {
    const [key = '', value] = option.split('=')
    if (seen.has(key)) throw unknown(text, `option "${key}" is given twice`)
    seen.add(key)
    if (name === 'fp32') throw unknown(text, 'fp32 takes no options')
    if (key === 'block' && value !== undefined && BLOCKS.includes(Number(value))) block = Number(value)
    else if (key === 'block') throw unknown(text, `block must be one of ${BLOCKS.join(', ')}`)
    else if (option === 'nohead') head = false
    else if (option === 'asymmetric' && name !== 'nf4') symmetric = false
    else throw unknown(text, `${name} has no option "${option}"`)
  }
  const bits = BITS.get(name)
  const matrices: Encoding =
    bits !== undefined ? { kind: 'blockwise', bits, block, symmetric } : name === 'nf4' ? { kind: 'nf4', block } : FLOAT
  return { name: text, matrices, head: head ? matrices : FLOAT }
}
