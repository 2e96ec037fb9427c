import type { RejectedPrompt } from '../core/experiment/record'

/** Perturbed prompts that a person rejected, kept over visits (src/storage/rejections). Errors: `storage-full`, `storage`. */
export interface RejectionStore {
  all(): Promise<RejectedPrompt[]>
  put(rejected: RejectedPrompt): Promise<void>
  remove(rejected: RejectedPrompt): Promise<void>
}
