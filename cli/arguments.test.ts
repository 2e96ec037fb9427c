import { describe, expect, it } from 'vitest'
import { parseCommand } from './arguments'

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
      site: null,
      json: false,
      quiet: false,
    })
    const all = 'run --device wasm --max-drop 0.1 --max-loss=0 --suite base --json --quiet --site s --out=d a.json'
    expect(parseCommand(words(all))).toEqual({
      command: 'run',
      spec: 'a.json',
      out: 'd',
      device: 'wasm',
      maxDrop: 0.1,
      maxLoss: 0,
      suite: 'base',
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

  it.each([
    ['fly', /no command "fly"/],
    ['run', /Which spec/],
    ['run a.json', /--out DIR/],
    ['run a.json b.json --out d', /takes one name/],
    ['run a.json --out d --devise wasm', /--devise/],
    ['run a.json --out d --device gpu', /"gpu" is not one of auto, webgpu, wasm/],
    ['run a.json --out d --max-drop 10', /--max-drop: "10" is not a fraction/],
    ['run a.json --out d --max-loss x', /--max-loss/],
    ['run a.json --out d --suite both', /--suite/],
    ['run a.json --out', /--out/],
    ['run a.json --out d --json=1', /--json/],
  ])('refuses "%s" by name', (text, message) => {
    expect(() => parseCommand(words(text))).toThrow(message)
    expect(() => parseCommand(words(text))).toThrow(
      expect.objectContaining({ code: 'usage', hint: expect.stringMatching(/./) }),
    )
  })
})
