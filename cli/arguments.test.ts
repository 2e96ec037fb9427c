import { describe, expect, it } from 'vitest'
import { COMMANDS, parseCommand } from './arguments'
import { HELP } from './help'

const words = (text: string) => text.split(' ').filter((word) => word !== '')

describe('parseCommand', () => {
  it('reads run with all its options and with none', () => {
    expect(parseCommand(words('run a.json --out d'))).toEqual({
      command: 'run',
      spec: 'a.json',
      out: 'd',
      device: 'auto',
      maxDrop: null,
      maxLoss: null,
      suite: 'plus',
      rejected: null,
      translations: null,
      shard: null,
      resume: false,
      reuse: [],
      junit: null,
      site: null,
      json: false,
      quiet: false,
    })
    const all =
      'run --device wasm --max-drop 0.1 --max-loss=0 --suite base --json --quiet --site s --out=d --rejected r.json --translations t.json --shard 2/3 --resume --reuse p --reuse q --junit j.xml a.json'
    expect(parseCommand(words(all))).toEqual({
      command: 'run',
      spec: 'a.json',
      out: 'd',
      device: 'wasm',
      maxDrop: 0.1,
      maxLoss: 0,
      suite: 'base',
      rejected: 'r.json',
      translations: 't.json',
      shard: { index: 2, of: 3 },
      resume: true,
      reuse: ['p', 'q'],
      junit: 'j.xml',
      site: 's',
      json: true,
      quiet: true,
    })
  })

  it('gives help without words, for a topic, and for --help behind a command', () => {
    expect(parseCommand([])).toMatchObject({ command: 'help', topic: null })
    expect(parseCommand(words('help run'))).toMatchObject({ command: 'help', topic: 'run' })
    expect(parseCommand(words('run --help'))).toMatchObject({ command: 'help', topic: 'run' })
    expect(parseCommand(words('spec x.json'))).toMatchObject({ command: 'spec', file: 'x.json' })
  })

  it('reads the commands on a model', () => {
    expect(parseCommand(words('inspect m --device wasm --json'))).toMatchObject({
      command: 'inspect',
      model: 'm',
      scheme: null,
      file: null,
      device: 'wasm',
      json: true,
    })
    expect(parseCommand(words('quantize m --scheme int4:block=64 --out d --file onnx/model.onnx'))).toMatchObject({
      command: 'quantize',
      scheme: 'int4:block=64',
      out: 'd',
      file: 'onnx/model.onnx',
    })
    const generate =
      'generate --model m --scheme int8 --noise gaussian:1e-3:7:every-weight --prompts p --max-tokens 9 --ignore-eos ' +
      '--temperature 0.8 --top-p 0.95 --n 3 --seed 4 --batch 8 --out o'
    expect(parseCommand(words(generate))).toMatchObject({
      command: 'generate',
      noise: { noise: 'gaussian', level: 0.001, seed: 7, target: 'every-weight', relative: false },
      maxTokens: 9,
      ignoreEndOfText: true,
      sampling: { temperature: 0.8, topP: 0.95, topK: 0 },
      n: 3,
      seed: 4,
      batch: 8,
    })
    expect(parseCommand(words('generate --model m --prompts p --max-tokens 9 --out o'))).toMatchObject({
      scheme: 'as-shipped',
      sampling: null,
      noise: null,
      batch: 16,
    })
  })

  it('reads the commands that judge', () => {
    expect(parseCommand(words('grade --benchmark b --samples s --out o'))).toEqual({
      command: 'grade',
      benchmark: 'b',
      samples: 's',
      out: 'o',
      workers: null,
      timeFactor: 1,
      minimumSeconds: 1,
      suites: 'both',
      tasks: null,
      extraction: 'none',
      minPass: null,
      requireAll: false,
      site: null,
      json: false,
      quiet: false,
    })
    const all =
      'grade --benchmark b --samples s --out o --workers 4 --time-factor 2.5 --minimum-seconds 4 --base-only ' +
      '--tasks HumanEval/0,HumanEval/7 --extraction sanitize --min-pass 0.5 --require-all --site d --json'
    expect(parseCommand(words(all))).toMatchObject({
      workers: 4,
      timeFactor: 2.5,
      minimumSeconds: 4,
      suites: 'base',
      tasks: ['HumanEval/0', 'HumanEval/7'],
      extraction: 'sanitize',
      minPass: 0.5,
      requireAll: true,
      site: 'd',
      json: true,
    })
    expect(parseCommand(words('check-benchmark f --tasks a --workers 1 --out r'))).toMatchObject({
      command: 'check-benchmark',
      benchmark: 'f',
      tasks: ['a'],
      workers: 1,
      out: 'r',
    })
    expect(parseCommand(words('check-benchmark --help'))).toMatchObject({ command: 'help', topic: 'check-benchmark' })
  })

  it('has help for every command', () => {
    for (const command of COMMANDS) expect(HELP[command], command).toContain(`npx shakedown ${command}`)
  })

  it.each([
    ['grade', /--benchmark is missing|--samples is missing/],
    ['grade --benchmark b --samples s', /--out is missing/],
    ['grade b --benchmark b --samples s --out o', /options only/],
    ['grade --benchmark b --samples s --out o --workers 0', /--workers: "0" is not a whole number/],
    ['grade --benchmark b --samples s --out o --time-factor x', /--time-factor: "x" is not a number/],
    ['grade --benchmark b --samples s --out o --time-factor 0', /--time-factor/],
    ['grade --benchmark b --samples s --out o --min-pass 60', /--min-pass: "60" is not a number from 0 to 1/],
    ['grade --benchmark b --samples s --out o --extraction best', /"best" is not one of sanitize, published, none/],
    ['grade --benchmark b --samples s --out o --tasks a,,b', /not a list of task ids/],
    ['check-benchmark', /Which benchmark/],
    ['check-benchmark a b', /takes one name/],
    ['check-benchmark a --samples s', /--samples/],
    ['fly', /no command "fly"/],
    ['run', /Which spec/],
    ['run a.json', /--out DIR/],
    ['run a.json b.json --out d', /takes one name/],
    ['run a.json --out d --devise wasm', /--devise/],
    ['run a.json --out d --device gpu', /"gpu" is not one of auto, webgpu, wasm/],
    ['run a.json --out d --max-drop 10', /--max-drop: "10" is not a fraction/],
    ['run a.json --out d --max-loss x', /--max-loss/],
    ['run a.json --out d --suite both', /--suite/],
    ['inspect', /Which model/],
    ['inspect a b', /takes one name/],
    ['quantize m --out d', /Which scheme/],
    ['quantize m --scheme int4', /--out DIR/],
    ['generate m --prompts p --out o', /--max-tokens is missing/],
    ['generate --model m --prompts p --out o --max-tokens 0', /--max-tokens: "0" is not a whole number/],
    ['generate --model m --prompts p --out o --max-tokens 5 --n 3', /--n 3 gives 3 equal texts/],
    ['generate --model m --prompts p --out o --max-tokens 5 --top-p 0.5', /need --temperature/],
    ['generate --model m n --prompts p --out o --max-tokens 5', /Which model/],
    ['run a.json --out', /--out/],
    ['run a.json --out d --json=1', /--json/],
  ])('refuses "%s" by name', (text, message) => {
    expect(() => parseCommand(words(text))).toThrow(message)
    expect(() => parseCommand(words(text))).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringMatching(/./) }),
    )
  })
})
