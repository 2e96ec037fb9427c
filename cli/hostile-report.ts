import { FAMILIES, type Family, type HostileProgram } from '../src/python/hostile/program'
import { isAllowed, isForged, type HostileResult } from '../src/python/hostile/run-program'

export interface HostileSummary {
  readonly programs: number
  readonly runs: number
  readonly escapes: readonly string[]
  /** Passed though wrong. */
  readonly forged: readonly string[]
  /** Programs after which another verdict was given than should be. */
  readonly flipped: readonly string[]
  /** Got a verdict that none of their kind should get. */
  readonly otherwise: readonly string[]
}

export function summarize(results: readonly HostileResult[], escapes: readonly string[]): HostileSummary {
  const named = ({ program, target, verdict, got }: HostileResult) =>
    `${program.family}: ${program.name} (${target}): ${verdict}${got === '' ? '' : `, ${got}`}`
  return {
    programs: programsOf(results).length,
    runs: results.length,
    escapes,
    forged: results.filter(isForged).map(named),
    flipped: results.filter((one) => one.neighbours !== '').map((one) => `${named(one)} / ${one.neighbours}`),
    otherwise: results.filter((one) => !isAllowed(one) && !isForged(one)).map(named),
  }
}

export function isClean({ escapes, forged, flipped, otherwise }: HostileSummary): boolean {
  return escapes.length + forged.length + flipped.length + otherwise.length === 0
}

const TITLES: Readonly<Record<Family, string>> = {
  escape: 'Escape: out of the sandbox',
  forging: 'Forging: a pass for a wrong program',
  leaking: 'Leaking: changes for those that come after',
  exhausting: 'Exhausting: time, memory, files, the stack',
  hiding: 'Hiding: what is to happen later',
}

/** Totals, then a table for each family, as Markdown. */
export function report(results: readonly HostileResult[], escapes: readonly string[]): string {
  const { programs, runs } = summarize(results, escapes)
  const row = (name: string, of: readonly HostileResult[]) =>
    `| ${name} | ${programsOf(of).length} | ${of.length} | ${of.filter(isForged).length} | ${
      of.filter((one) => one.neighbours !== '').length
    } | ${of.filter((one) => !isAllowed(one)).length} |`
  const totals = [
    `${programs} programs, ${runs} runs; ${escapes.length === 0 ? 'nothing got out' : `got out: ${escapes.join('; ')}`}.`,
    '',
    '| Family | Programs | Runs | Forged passes | Neighbours flipped | Verdicts not allowed |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...FAMILIES.map((family) => row(family, ofFamily(results, family))),
    row('all', results),
  ]
  const tables = FAMILIES.flatMap((family) => ['', `### ${TITLES[family]}`, '', ...table(ofFamily(results, family))])
  return [...totals, ...tables].join('\n')
}

function table(results: readonly HostileResult[]): string[] {
  const rows = programsOf(results).map((program) => {
    const runs = results.filter((one) => one.program === program)
    return `| ${cell(program.name)} | ${cell(program.what)} | ${verdicts(runs)} |`
  })
  return ['| Program | What it tries | Verdict |', '| --- | --- | --- |', ...rows]
}

/** One verdict where all problems got the same, else one for each problem. */
function verdicts(runs: readonly HostileResult[]): string {
  const kinds = new Set(runs.map(({ verdict }) => verdict))
  if (kinds.size === 1) return [...kinds].join()
  return runs.map(({ target, verdict }) => `${target}: ${verdict}`).join(', ')
}

function programsOf(results: readonly HostileResult[]): readonly HostileProgram[] {
  return Array.from(new Set(results.map(({ program }) => program)))
}

function ofFamily(results: readonly HostileResult[], family: Family): readonly HostileResult[] {
  return results.filter(({ program }) => program.family === family)
}

function cell(text: string): string {
  return text.replace(/[|\\]/g, '\\$&').replace(/[_*<]/g, '\\$&')
}
