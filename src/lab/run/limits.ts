/** Rows decoded together. More rows cost little more a step and share the fixed cost of one. */
export const BATCH_ROWS = { wasm: 16, webgpu: 32 } as const

/** Programs handed to the judge at a time; how many interpreters work on them is the judge's own choice. */
export const JUDGES_AT_ONCE = 4

/** Generated samples that may wait for a verdict before generation pauses. */
export const WAITING_VERDICTS = 64
