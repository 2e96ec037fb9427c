/**
 * The weight format of com.microsoft.MatMulBnb4 with quant_type 1 (NF4, the 4-bit normal float of QLoRA).
 * The matrix [N outputs, K inputs] is flattened; blocks run over the flat index and may cross rows.
 * W = table[code] * absmax; the element of even index is the HIGH half of its byte.
 */
export interface Nf4Matrix {
  readonly outputs: number
  readonly inputs: number
  readonly block: number
  /** uint8 [(N * K + 1) / 2]. */
  readonly codes: Uint8Array<ArrayBuffer>
  /** float32 [ceil(N * K / block)]. */
  readonly absmax: Float32Array<ArrayBuffer>
}

/** Quantiles of the normal distribution scaled to [-1, 1] (bitsandbytes' create_normal_map), as float32. */
export const NF4_TABLE = Float32Array.of(
  -1.0,
  -0.6961928009986877,
  -0.5250730514526367,
  -0.39491748809814453,
  -0.28444138169288635,
  -0.18477343022823334,
  -0.09105003625154495,
  0.0,
  0.07958029955625534,
  0.16093020141124725,
  0.24611230194568634,
  0.33791524171829224,
  0.44070982933044434,
  0.5626170039176941,
  0.7229568362236023,
  1.0,
)

/** Midpoints between neighbours: the code of x is the number of thresholds below it. */
export const NF4_THRESHOLDS = Float32Array.of(
  -0.8480964004993439,
  -0.6106329262256622,
  -0.4599952697753906,
  -0.33967943489551544,
  -0.23460740596055984,
  -0.13791173323988914,
  -0.045525018125772476,
  0.03979014977812767,
  0.1202552504837513,
  0.2035212516784668,
  0.2920137718319893,
  0.3893125355243683,
  0.5016634166240692,
  0.6427869200706482,
  0.8614784181118011,
)

function codeOf(x: number): number {
  let code = 0
  for (let step = 8; step >= 1; step >>= 1) {
    if (x > (NF4_THRESHOLDS[code + step - 1] ?? Infinity)) code += step
  }
  return code
}

/** Quantizes `weights`, float32 [N, K] row by row. */
export function quantizeNf4(weights: Float32Array, outputs: number, inputs: number, block: number): Nf4Matrix {
  const count = outputs * inputs
  const codes = new Uint8Array((count + 1) >> 1)
  const absmax = new Float32Array(Math.ceil(count / block))
  for (let b = 0; b < absmax.length; b++) {
    const end = Math.min(count, (b + 1) * block)
    let largest = 0
    for (let i = b * block; i < end; i++) largest = Math.max(largest, Math.abs(weights[i] ?? 0))
    absmax[b] = largest
    const reciprocal = largest === 0 ? 0 : Math.fround(1 / largest)
    for (let i = b * block; i < end; i++) {
      const code = codeOf(Math.fround((weights[i] ?? 0) * reciprocal))
      codes[i >> 1] = (codes[i >> 1] ?? 0) | (i % 2 === 0 ? code << 4 : code)
    }
  }
  return { outputs, inputs, block, codes, absmax }
}

/** The weights a MatMulBnb4 kernel sees, float32 [N, K]. */
export function dequantizeNf4(matrix: Nf4Matrix): Float32Array<ArrayBuffer> {
  const out = new Float32Array(matrix.outputs * matrix.inputs)
  for (let i = 0; i < out.length; i++) {
    const byte = matrix.codes[i >> 1] ?? 0
    const code = i % 2 === 0 ? byte >> 4 : byte & 15
    out[i] = (NF4_TABLE[code] ?? 0) * (matrix.absmax[Math.floor(i / matrix.block)] ?? 0)
  }
  return out
}
