import { readFileSync } from 'node:fs'
import { toPlainError } from '../src/core/errors'
import { presetSpec } from '../src/core/experiment/presets'
import { parseSpecText } from '../src/core/experiment/parse-spec'
import { COMMANDS, parseCommand } from './arguments'
import { readSpec } from './examples'
import { attacksCommand } from './attack/list'
import { perturbCommand } from './attack/perturb'
import { searchCommand } from './attack/search'
import { checkBenchmarkCommand } from './grade/check-benchmark'
import { gradeCommand } from './grade/command'
import { HELP } from './help'
import { generateCommand } from './model/generate'
import { inspectCommand } from './model/inspect'
import { quantizeCommand } from './model/quantize'
import { runCommand } from './run/command'
import { compareCommand } from './study/compare'
import { mergeCommand } from './study/merge'
import { usage } from './usage'

/** The command. Returns the exit status: 0 done, 1 a threshold was crossed, 2 error. */
export async function main(words: readonly string[]): Promise<number> {
  try {
    const command = parseCommand(words)
    switch (command.command) {
      case 'help': {
        const text = HELP[command.topic ?? '']
        if (text === undefined) {
          throw usage(`There is no command "${command.topic}".`, `Commands: ${COMMANDS.join(', ')}.`)
        }
        process.stdout.write(`${text}\n`)
        return 0
      }
      case 'spec': {
        if (command.preset !== null) {
          const spec = presetSpec(command.preset)
          process.stdout.write(`${JSON.stringify(spec, null, command.json ? 0 : 2)}\n`)
        } else if (command.file === null) {
          process.stdout.write(readFileSync(new URL('../docs/schemas/spec.schema.json', import.meta.url), 'utf8'))
        } else {
          const spec = parseSpecText(readSpec(command.file))
          process.stdout.write(`${JSON.stringify(spec, null, command.json ? 0 : 2)}\n`)
        }
        return 0
      }
      case 'run':
        return await runCommand(command)
      case 'merge':
        return await mergeCommand(command)
      case 'compare':
        return await compareCommand(command)
      case 'report':
        return await (await import('./study/report')).reportCommand(command)
      case 'stats':
        return await (await import('./study/stats')).statsCommand(command)
      case 'grade':
        return await gradeCommand(command)
      case 'check-benchmark':
        return await checkBenchmarkCommand(command)
      case 'attacks':
        return attacksCommand(command)
      case 'perturb':
        return await perturbCommand(command)
      case 'search':
        return await searchCommand(command)
      case 'inspect':
        return await inspectCommand(command)
      case 'quantize':
        return await quantizeCommand(command)
      case 'generate':
        return await generateCommand(command)
    }
  } catch (thrown) {
    const error = toPlainError(thrown)
    process.stderr.write(`Error (${error.code}): ${error.message}\n${error.hint}\n`)
    if (words.includes('--json')) process.stdout.write(`${JSON.stringify({ ok: false, error })}\n`)
    return 2
  }
}
