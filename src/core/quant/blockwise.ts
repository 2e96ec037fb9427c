/**
 * The weight format of com.microsoft.MatMulNBits: a matrix [N outputs, K inputs] in blocks along K.
 * W[n, k] = (code - zeroPoint) * scale, codes of 2, 4 or 8 bits packed from the lowest bit of each byte on.
 * The rounding follows ONNX Runtime's BlockwiseQuantizer in float32: symmetric scales come from the value of larger
 * magnitude with its sign, and may be negative, so that this value meets code 0 exactly.
 */
export interface BlockwiseLayout {
  readonly outputs: number
  readonly inputs: number
  readonly bits: 2 | 4 | 8
  /** Weights a block; a power of two, at least 16. The last block of a row is padded. */
  readonly block: number
  readonly symmetric: boolean
}

export interface BlockwiseMatrix extends BlockwiseLayout {
  /** uint8 [N, blocks, block * bits / 8]. */
  readonly codes: Uint8Array<ArrayBuffer>
  /** float32 [N * blocks]. */
  readonly scales: Float32Array<ArrayBuffer>
  /** uint8 [N * ceil(blocks * bits / 8)], packed like the codes, each row on a whole byte; null when symmetric. */
  readonly zeroPoints: Uint8Array<ArrayBuffer> | null
}

export function blocksOf(layout: BlockwiseLayout): number {
  return Math.ceil(layout.inputs / layout.block)
}

export function zeroPointBytes(layout: BlockwiseLayout): number {
  return Math.ceil((blocksOf(layout) * layout.bits) / 8)
}

/** C's roundf: halves go away from zero. */
function roundHalfAway(x: number): number {
  return x < 0 ? -Math.floor(-x + 0.5) : Math.floor(x + 0.5)
}

function clamp(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x
}

interface BlockParameters {
  scale: number
  zeroPoint: number
}

function blockParameters(low: number, high: number, bits: number, symmetric: boolean): BlockParameters {
  const top = 2 ** bits - 1
  if (symmetric) {
    const extreme = Math.abs(high) > Math.abs(low) ? high : low
    return { scale: Math.fround(extreme / -(2 ** (bits - 1))), zeroPoint: 2 ** (bits - 1) }
  }
  const floor = Math.min(low, 0)
  const ceiling = Math.max(high, 0)
  const scale = Math.fround(Math.fround(ceiling - floor) / top)
  const zeroPoint = scale === 0 ? 0 : Math.fround(-floor / scale)
  return { scale, zeroPoint: clamp(roundHalfAway(zeroPoint), 0, top) }
}

/** Quantizes `weights`, float32 [N, K] row by row. */
export function quantizeBlockwise(weights: Float32Array, layout: BlockwiseLayout): BlockwiseMatrix {
  const { outputs, inputs, bits, block, symmetric } = layout
  const blocks = blocksOf(layout)
  const blockBytes = (block * bits) / 8
  const perByte = 8 / bits
  const top = 2 ** bits - 1
  const codes = new Uint8Array(outputs * blocks * blockBytes)
  const scales = new Float32Array(outputs * blocks)
  const zeroBytes = zeroPointBytes(layout)
  const zeroPoints = symmetric ? null : new Uint8Array(outputs * zeroBytes)
  for (let n = 0; n < outputs; n++) {
    for (let b = 0; b < blocks; b++) {
      const start = n * inputs + b * block
      const length = Math.min(block, inputs - b * block)
      let low = Infinity
      let high = -Infinity
      for (let i = 0; i < length; i++) {
        const value = weights[start + i] ?? 0
        if (value < low) low = value
        if (value > high) high = value
      }
      const { scale, zeroPoint } = blockParameters(low, high, bits, symmetric)
      scales[n * blocks + b] = scale
      if (zeroPoints !== null) {
        const at = n * zeroBytes + Math.floor(b / perByte)
        zeroPoints[at] = (zeroPoints[at] ?? 0) | (zeroPoint << ((b % perByte) * bits))
      }
      const reciprocal = scale === 0 ? 0 : Math.fround(1 / scale)
      const codesStart = (n * blocks + b) * blockBytes
      // Padding holds code 0, as ONNX Runtime writes it; the matching inputs do not exist.
      for (let i = 0; i < length; i++) {
        const value = weights[start + i] ?? 0
        const scaled = symmetric
          ? Math.fround(Math.fround(value * reciprocal) + zeroPoint)
          : Math.fround((scale === 0 ? 0 : Math.fround(value / scale)) + zeroPoint)
        const code = clamp(roundHalfAway(scaled), 0, top)
        const at = codesStart + Math.floor(i / perByte)
        codes[at] = (codes[at] ?? 0) | (code << ((i % perByte) * bits))
      }
    }
  }
  return { ...layout, codes, scales, zeroPoints }
}

/** The weights a MatMulNBits kernel sees, float32 [N, K]. */
export function dequantizeBlockwise(matrix: BlockwiseMatrix): Float32Array<ArrayBuffer> {
  const { outputs, inputs, bits, block, codes, scales, zeroPoints } = matrix
  const blocks = blocksOf(matrix)
  const blockBytes = (block * bits) / 8
  const perByte = 8 / bits
  const mask = 2 ** bits - 1
  const zeroBytes = zeroPointBytes(matrix)
  const out = new Float32Array(outputs * inputs)
  for (let n = 0; n < outputs; n++) {
    for (let b = 0; b < blocks; b++) {
      const scale = scales[n * blocks + b] ?? 0
      const packed = zeroPoints?.[n * zeroBytes + Math.floor(b / perByte)] ?? 0
      const zeroPoint = zeroPoints === null ? 2 ** (bits - 1) : (packed >> ((b % perByte) * bits)) & mask
      const length = Math.min(block, inputs - b * block)
      for (let i = 0; i < length; i++) {
        const byte = codes[(n * blocks + b) * blockBytes + Math.floor(i / perByte)] ?? 0
        const code = (byte >> ((i % perByte) * bits)) & mask
        out[n * inputs + b * block + i] = (code - zeroPoint) * scale
      }
    }
  }
  return out
}
