/** Rows decoded together. More rows cost little more a step and share the fixed cost of one. */
export const BATCH_ROWS = { wasm: 16, webgpu: 32 } as const

/**
 * Batches handed to the engine at a time. It fills the places of finished rows from what waits, so that a batch drains
 * to its longest row only once a call.
 */
export const BATCHES_A_CALL = 16

/** Programs handed to the judge at a time; how many interpreters work on them is the judge's own choice. */
export const JUDGES_AT_ONCE = 4

/** Generated samples that may wait for a verdict before generation pauses. */
export const WAITING_VERDICTS = 512
