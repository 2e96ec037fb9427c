import { LabError } from '../core/errors'
import { openFrame, type SealedFrame } from './frame'
import type { JudgeSettings } from './options'
import { loadRuntimeParts } from './runtime-files'
import workerScript from './sandboxed/worker.ts?sandbox'
import { browserSnapshots, type SnapshotStore } from './snapshot-store'

/** A sealed frame with Python in it. Throws LabError `no-webassembly`, and what the frame and the files throw. */
export async function openRuntime(settings: JudgeSettings): Promise<SealedFrame> {
  if (typeof WebAssembly === 'undefined') {
    throw new LabError(
      'no-webassembly',
      'This browser has no WebAssembly, so it cannot run Python.',
      'Use a current browser, and leave its lockdown mode for this site.',
    )
  }
  const parts = loadRuntimeParts(workerScript, settings.memoryBytes, settings.readRuntimeFile)
  // Heard of by the frame once it is up.
  parts.catch(() => undefined)
  return openFrame(parts, settings.startSeconds)
}

/** Where interpreters of this build find the memory they start from, if an earlier visit left it. */
export function keptSnapshots(settings: JudgeSettings): SnapshotStore | null {
  return browserSnapshots(workerScript, settings)
}
