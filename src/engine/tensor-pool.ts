import { LabError } from '../core/errors'
import type { Slot } from '../core/onnx/rewrite'
import type { StoredWeight } from '../core/onnx/weight-store'
import { ort } from './runtime'

interface Entry {
  readonly tensors: ReadonlyMap<string, ort.Tensor>
  readonly free: () => void
  users: number
}

export type MakeTensor = (
  slot: Slot,
  data: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
) => { tensor: ort.Tensor; free: () => void }

/**
 * Weight tensors that are fed to runs, shared by all variants: equal contents (same weight, encoding and noise) exist
 * once, counted by their users.
 */
export class TensorPool {
  private readonly entries = new Map<string, Entry>()

  constructor(private readonly make: MakeTensor) {}

  /** The tensors of a stored weight by slot name. Every take needs a `drop`. */
  take(weight: StoredWeight): ReadonlyMap<string, ort.Tensor> {
    let entry = this.entries.get(weight.id)
    if (entry === undefined) {
      const data = weight.make()
      const made = weight.slots.map((slot, at) => ({ slot, ...this.make(slot, data[at] ?? new Uint8Array()) }))
      entry = {
        tensors: new Map(made.map(({ slot, tensor }) => [slot.name, tensor])),
        free: () => made.forEach(({ free }) => free()),
        users: 0,
      }
      this.entries.set(weight.id, entry)
    }
    entry.users += 1
    return entry.tensors
  }

  drop(id: string): void {
    const entry = this.entries.get(id)
    if (entry === undefined) return
    entry.users -= 1
    if (entry.users > 0) return
    this.entries.delete(id)
    entry.free()
  }
}

/** Tensors in GPU buffers of the runtime's own device. Throws `too-large-for-device`. */
export function gpuTensors(device: GPUDevice): MakeTensor {
  return (slot, data) => {
    const size = Math.ceil(data.byteLength / 16) * 16
    const most = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize)
    if (size > most) throw tooLarge(slot, size, `this device allows ${most}`)
    const buffer = mappedBuffer(device, slot, size)
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    new Uint8Array(buffer.getMappedRange()).set(bytes)
    buffer.unmap()
    return {
      tensor: ort.Tensor.fromGpuBuffer(buffer, { dataType: slot.type, dims: [...slot.dims] }),
      free: () => buffer.destroy(),
    }
  }
}

function mappedBuffer(device: GPUDevice, slot: Slot, size: number): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  try {
    return device.createBuffer({ size, usage, label: slot.name, mappedAtCreation: true })
  } catch (cause) {
    // What WebGPU throws where the memory to map cannot be had.
    if (cause instanceof RangeError) throw tooLarge(slot, size, 'there is no memory left for it', cause)
    throw cause
  }
}

function tooLarge(slot: Slot, size: number, why: string, cause?: unknown): LabError {
  return new LabError(
    'too-large-for-device',
    `"${slot.key}" needs a buffer of ${size} bytes; ${why}.`,
    'Choose a smaller model, a scheme with fewer bits, or the device "wasm".',
    { cause },
  )
}

/** Tensors in the worker's memory; the runtime copies them in for every run. */
export const memoryTensors: MakeTensor = (slot, data) => ({
  tensor:
    data instanceof Float32Array
      ? new ort.Tensor('float32', data, slot.dims)
      : new ort.Tensor('uint8', data, slot.dims),
  free: () => undefined,
})
