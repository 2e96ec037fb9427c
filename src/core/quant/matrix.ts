import { type BlockwiseMatrix, dequantizeBlockwise, quantizeBlockwise } from './blockwise'
import { dequantizeNf4, type Nf4Matrix, quantizeNf4 } from './nf4'
import type { Encoding } from './scheme'

/** A matrix [N outputs, K inputs] as an encoding stores it. */
export type QuantizedMatrix =
  | { readonly kind: 'blockwise'; readonly matrix: BlockwiseMatrix }
  | { readonly kind: 'nf4'; readonly matrix: Nf4Matrix }

/** Quantizes float32 [N, K] weights. */
export function quantize(
  weights: Float32Array,
  outputs: number,
  inputs: number,
  encoding: Exclude<Encoding, { kind: 'float' }>,
): QuantizedMatrix {
  switch (encoding.kind) {
    case 'blockwise':
      return { kind: 'blockwise', matrix: quantizeBlockwise(weights, { outputs, inputs, ...encoding }) }
    case 'nf4':
      return { kind: 'nf4', matrix: quantizeNf4(weights, outputs, inputs, encoding.block) }
  }
}

/** Float32 [N, K]: what the arithmetic sees. */
export function dequantize(quantized: QuantizedMatrix): Float32Array<ArrayBuffer> {
  switch (quantized.kind) {
    case 'blockwise':
      return dequantizeBlockwise(quantized.matrix)
    case 'nf4':
      return dequantizeNf4(quantized.matrix)
  }
}

/** Float32 [rows, columns] to [columns, rows]. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = values[row * columns + column] ?? 0
  }
  return out
}
