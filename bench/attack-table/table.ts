import { findAttack } from '../../src/core/attacks/registry.ts'
import { modelLabel, schemeLabel } from '../../src/core/experiment/labels.ts'
import type { RunBundle } from '../../src/core/experiment/record.ts'
import { JUDGEMENTS } from './judgements.ts'
import type { PromptsToRead } from './prompts.ts'
import { attackRows, passesOf } from './rows.ts'

/** docs/attacks.md. */
export function attackTable(bundle: RunBundle, read: readonly PromptsToRead[]): string {
  const { run } = bundle
  const n = Math.max(...run.benchmarks.map((benchmark) => benchmark.n))
  const seed = run.conditions.find(({ prompt }) => prompt !== null)?.prompt?.seed ?? 0
  return [
    '# Attacks: what each does',
    `Written by \`npm run bench -- attack-table\` from one run: every attack and control in every mode at its defaults, seed ${seed}, on the first ${n} problems of the starter benchmarks, and the embedded family, greedy. The columns behind "edits" (of a prompt that was changed) are pass@1 in percent, base and plus tests together. One problem is ${(100 / n).toFixed(1)} points, and ${n} problems say little about anything below ten of them; the models are tiny. The table shows what attacks do, not how good one is.`,
    'Attacks marked with \\* work on the first half of the reference, which they append to the prompt: they are to be compared with `control-partial`, which appends it and changes nothing. Where an attack changes no prompt, there was nothing of its kind: sentences with examples have no code to lay out, and prompts are sent stripped, with one line break behind them, so that line breaks at the end do not arrive (`"prompt": "verbatim"` sends them).',
    ...run.benchmarks.flatMap(({ id }) => table(bundle, id)),
    '## Read',
    'The first ten prompts that each attack changed, read once by one of the developers, by the stretches that change, with the question: does it still ask for the same function? It is one opinion, not an annotation study. `npm run bench -- attack-table` writes them to `prompts.txt` in its folder; a judgement counts for the very texts that were read (`bench/attack-table/judgements.ts`).',
    markdownRow(['Attack', 'Meaning kept', 'What was seen']),
    markdownRow(['---', '---', '---']),
    ...read.filter(({ prompts }) => prompts.length > 0).map(judgementRow),
    '',
  ].reduce((text, line) => `${text}${line.startsWith('|') ? '\n' : '\n\n'}${line}`)
}

function table(bundle: RunBundle, benchmark: string): string[] {
  const { run } = bundle
  const n = run.benchmarks.find(({ id }) => id === benchmark)?.n ?? 0
  const clean = run.conditions.findIndex(({ prompt, weights }) => prompt === null && weights === null)
  const variants = run.variants.map(
    (variant) => `${modelLabel(variant).replace('starter-coder-', '')} ${schemeLabel(variant)}`,
  )
  const passes = (counts: readonly number[]) => counts.map((count) => percent(count / n))
  return [
    `## ${benchmark}`,
    markdownRow(['Attack', 'Mode', 'Changed', 'Edits', ...variants]),
    markdownRow(['---', '---', '---:', '---:', ...variants.map(() => '---:')]),
    markdownRow(['clean', '', '', '', ...passes(passesOf(bundle, clean, benchmark))]),
    ...attackRows(bundle, benchmark).map(({ attack, mode, changed, edits, passed }) =>
      markdownRow([
        `\`${attack}\`${findAttack(attack).level === 'syntax' ? ' \\*' : ''}`,
        mode,
        `${percent(changed)} %`,
        edits === null ? '' : edits.toFixed(1),
        ...passes(passed),
      ]),
    ),
  ]
}

function judgementRow({ title, hash, prompts }: PromptsToRead): string {
  const found = JUDGEMENTS[title]
  if (found?.hash !== hash) return markdownRow([title, 'not read yet', ''])
  return markdownRow([title, `${found.kept} of ${prompts.length}`, found.remark])
}

const percent = (share: number): string => (100 * share).toFixed(0)
const markdownRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
