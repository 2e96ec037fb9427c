/** Levels of nesting that CPython's marshal writes and reads. */
export const MAXIMUM_DEPTH = 2000
