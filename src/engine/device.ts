import { LabError } from '../core/errors'
import type { DeviceChoice } from '../lab/ports'

interface Named {
  /** For people and records: vendor, architecture, description; the processor's threads on wasm. */
  readonly adapter: string
}

/** Where a model runs, with the GPU opened for it. */
export type ChosenDevice =
  | (Named & { readonly device: 'webgpu'; readonly gpu: GPUDevice })
  | (Named & { readonly device: 'wasm'; readonly gpu: null })

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software/i

/** `auto` takes WebGPU only on a real adapter; asked for by name it takes any. Throws `no-webgpu`. */
export async function chooseDevice(choice: DeviceChoice): Promise<ChosenDevice> {
  const cores = navigator.hardwareConcurrency || 1
  const wasm: ChosenDevice = { device: 'wasm', adapter: `wasm on ${cores} cores`, gpu: null }
  if (choice === 'wasm') return wasm
  const adapter = await requestAdapter()
  if (adapter === null) {
    if (choice === 'auto') return wasm
    throw noWebGpu('This browser offers no WebGPU adapter.')
  }
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info
  const name = [vendor, architecture, device, description].filter((part) => part !== '').join(' ')
  if (choice === 'auto' && (isFallbackAdapter || SOFTWARE.test(name))) return wasm
  const gpu = await openDevice(adapter)
  if (gpu !== null) return { device: 'webgpu', adapter: name === '' ? 'unnamed adapter' : name, gpu }
  if (choice === 'auto') return wasm
  throw noWebGpu('The WebGPU adapter gives no device.')
}

function noWebGpu(message: string): LabError {
  return new LabError(
    'no-webgpu',
    message,
    'Choose the device "wasm" or "auto", or use a browser and driver with WebGPU (chrome://gpu shows why there is none).',
  )
}

const FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'timestamp-query']
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
] as const

/**
 * A device with all that the adapter has and ONNX Runtime uses, except `subgroups`: with it, the runtime's fused
 * attention is wrong from the fifth position on in prompts of 32 tokens and more where subgroups are narrow (seen with
 * 4 lanes on SwiftShader, ONNX Runtime web 1.31.0-dev: logits off by up to 5). Without it every adapter takes the plain
 * kernels, whose logits are those of wasm within 1e-3.
 */
async function openDevice(adapter: GPUAdapter): Promise<GPUDevice | null> {
  try {
    return await adapter.requestDevice({
      requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    })
  } catch {
    return null
  }
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
