import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { PromptForm } from '../benchmarks/types'
import { perturb } from './registry'
import type { AttackInput, AttackMode, AttackResult, ParameterValue } from './types'

/** For tests: real prompts, and attacks on a sentence. */

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A benchmark whose file is there. */
export interface TestBenchmark {
  readonly name: string
  readonly inputs: readonly AttackInput[]
}

/** The two starter benchmarks, which are part of the repository. */
export const starterBenchmarks: readonly TestBenchmark[] = [
  read('starter-mbpp', 'mbpp', `${ROOT}public/benchmarks/starter-mbpp.jsonl.gz`),
  read('starter-humaneval', 'humaneval', `${ROOT}public/benchmarks/starter-humaneval.jsonl.gz`),
]

/** HumanEval+ and MBPP+, which are not: read where they lie beside the repository, else left out. */
export function sharedBenchmarks(): TestBenchmark[] {
  const folder = `${ROOT}../shared/data/`
  return [['MbppPlus-v0.2.0', 'mbpp'] as const, ['HumanEvalPlus-v0.1.10', 'humaneval'] as const].flatMap(
    ([name, form]) => {
      const path = `${folder}${name}.jsonl.gz`
      return existsSync(path) ? [read(name, form, path)] : []
    },
  )
}

/** Fields are read as text: EvalPlus's files hold Infinity elsewhere, which JSON.parse refuses. */
function read(name: string, form: PromptForm, path: string): TestBenchmark {
  const lines = gunzipSync(readFileSync(path)).toString().split('\n').filter(Boolean)
  const inputs = lines.map((line) => ({
    prompt: field(line, 'prompt'),
    form,
    taskId: field(line, 'task_id'),
    entryPoint: field(line, 'entry_point'),
    canonicalSolution: field(line, 'canonical_solution'),
  }))
  return { name, inputs }
}

function field(line: string, name: string): string {
  const found = new RegExp(`"${name}": ?("(?:[^"\\\\]|\\\\.)*")`).exec(line)?.[1]
  if (found === undefined) throw new Error(`A row has no ${name}.`)
  return String(JSON.parse(found))
}

/** A prompt in MBPP form around one sentence. */
export function sentenceInput(sentence: string, taskId = 'T/0'): AttackInput {
  return {
    prompt: `"""\n${sentence}\nassert f(1) == 1\n"""\n`,
    form: 'mbpp',
    taskId,
    entryPoint: 'f',
    canonicalSolution: '',
  }
}

export interface TestResult extends AttackResult {
  /** The line as it is afterwards. */
  readonly sentence: string
}

/** What an attack makes of one sentence. */
export function attackSentence(
  attack: string,
  sentence: string,
  parameters: Readonly<Record<string, ParameterValue>> = {},
  { mode = 'corrected', seed = 1 }: { readonly mode?: AttackMode; readonly seed?: number } = {},
): TestResult {
  const result = perturb({ attack, mode, parameters, seed }, sentenceInput(sentence))
  return { ...result, sentence: result.text.split('\nassert')[0]?.slice(4) ?? '' }
}
