/** Key of a cell: variant and condition by their place in the spec, benchmark by its id; "v0.c1.starter-mbpp". */
export function cellKey(variant: number, condition: number, benchmarkId: string): string {
  return `v${variant}.c${condition}.${benchmarkId}`
}
