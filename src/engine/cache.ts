import { ort } from './runtime'

/** Rows and positions of a key or value cache [batch, heads, positions, head size] that are kept. */
export interface Kept {
  readonly rows: readonly number[]
  readonly positions: number
}

/** Reads a tensor's four dimensions. */
function shapeOf(tensor: ort.Tensor): [number, number, number, number] {
  const [batch = 0, heads = 0, positions = 0, size = 0] = tensor.dims
  return [batch, heads, positions, size]
}

/** An empty cache for `batch` rows. */
export function emptyCache(batch: number, heads: number, size: number): ort.Tensor {
  return new ort.Tensor('float32', new Float32Array(0), [batch, heads, 0, size])
}

/** Copies of cache tensors with fewer rows and positions; the originals are given back. `device` null: in memory. */
export function shrinkCaches(tensors: readonly ort.Tensor[], kept: Kept, device: GPUDevice | null): ort.Tensor[] {
  const shrunk =
    device === null ? tensors.map((tensor) => shrinkInMemory(tensor, kept)) : shrinkOnGpu(tensors, kept, device)
  for (const tensor of tensors) tensor.dispose()
  return shrunk
}

function shrinkInMemory(tensor: ort.Tensor, kept: Kept): ort.Tensor {
  const [, heads, positions, size] = shapeOf(tensor)
  const from = tensor.data
  if (!(from instanceof Float32Array)) throw new TypeError('a cache that is not float32')
  const length = kept.positions * size
  const to = new Float32Array(kept.rows.length * heads * length)
  forEachHead(kept, heads, (row, head, at) => {
    const start = (row * heads + head) * positions * size
    to.set(from.subarray(start, start + length), at * length)
  })
  return new ort.Tensor('float32', to, [kept.rows.length, heads, kept.positions, size])
}

function shrinkOnGpu(tensors: readonly ort.Tensor[], kept: Kept, device: GPUDevice): ort.Tensor[] {
  const encoder = device.createCommandEncoder()
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  const shrunk = tensors.map((tensor) => {
    const [, heads, positions, size] = shapeOf(tensor)
    const bytes = kept.positions * size * 4
    const buffer = device.createBuffer({ size: kept.rows.length * heads * bytes, usage })
    const source = tensor.gpuBuffer
    forEachHead(kept, heads, (row, head, at) => {
      encoder.copyBufferToBuffer(source, (row * heads + head) * positions * size * 4, buffer, at * bytes, bytes)
    })
    return ort.Tensor.fromGpuBuffer(buffer, {
      dataType: 'float32',
      dims: [kept.rows.length, heads, kept.positions, size],
      dispose: () => buffer.destroy(),
    })
  })
  device.queue.submit([encoder.finish()])
  return shrunk
}

function forEachHead(kept: Kept, heads: number, visit: (row: number, head: number, at: number) => void): void {
  kept.rows.forEach((row, place) => {
    for (let head = 0; head < heads; head++) visit(row, head, place * heads + head)
  })
}
