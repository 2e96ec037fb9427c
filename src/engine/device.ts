import { LabError } from '../core/errors'
import type { DeviceChoice } from '../lab/ports'

export interface ChosenDevice {
  readonly device: 'webgpu' | 'wasm'
  /** For people and records: vendor, architecture, description; the processor's threads on wasm. */
  readonly adapter: string
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i

/** `auto` takes WebGPU only on a real adapter; asked for by name it takes any. Throws `no-webgpu`. */
export async function chooseDevice(choice: DeviceChoice): Promise<ChosenDevice> {
  const wasm: ChosenDevice = { device: 'wasm', adapter: `wasm on ${navigator.hardwareConcurrency || 1} cores` }
  if (choice === 'wasm') return wasm
  const adapter = await requestAdapter()
  if (adapter === null) {
    if (choice === 'auto') return wasm
    throw new LabError(
      'no-webgpu',
      'This browser offers no WebGPU adapter.',
      'Choose the device "wasm" or "auto", or use a browser and driver with WebGPU (chrome://gpu shows why there is none).',
    )
  }
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info
  const name = [vendor, architecture, device, description].filter((part) => part !== '').join(' ')
  if (choice === 'auto' && (isFallbackAdapter || SOFTWARE.test(name))) return wasm
  return { device: 'webgpu', adapter: name === '' ? 'unnamed adapter' : name }
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  // Typed as always there, but absent without WebGPU and on insecure origins.
  const gpu = (navigator as { gpu?: GPU }).gpu
  try {
    return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null
  } catch {
    return null
  }
}
