// Compares what transformers.js says with the committed tokens of PyTorch (fixtures/greedy.json).
// node models/starter-translator/check.mjs [folder of models] [fixture] [how many, all without]
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as runtime from 'onnxruntime-web'

// transformers.js takes this runtime where it finds one; in Node it would look for a native one.
globalThis[Symbol.for('onnxruntime')] = runtime
runtime.env.wasm.numThreads = 1
runtime.env.wasm.wasmPaths = new URL('../../node_modules/onnxruntime-web/dist/', import.meta.url).href
const { AutoModelForSeq2SeqLM, AutoTokenizer, env } = await import('@huggingface/transformers')

const here = dirname(fileURLToPath(import.meta.url))
const models = resolve(process.argv[2] ?? `${here}/../../public/models`)
const fixture = JSON.parse(readFileSync(process.argv[3] ?? `${here}/fixtures/greedy.json`, 'utf8'))
const sentences = fixture.sentences.slice(0, Number(process.argv[4] ?? Infinity))
env.allowRemoteModels = false
env.useWasmCache = false
env.localModelPath = `${models}/`

async function open(id) {
  const tokenizer = await AutoTokenizer.from_pretrained(id)
  const model = await AutoModelForSeq2SeqLM.from_pretrained(id, { device: 'auto', dtype: 'fp32' })
  return async (text) => {
    const inputs = tokenizer([text])
    const source = Array.from(inputs.input_ids.data, Number)
    const output = await model.generate({ ...inputs, max_new_tokens: fixture.max_tokens, do_sample: false, num_beams: 1 })
    const ids = Array.from(output.data, Number).slice(1)
    return { source, ids, text: tokenizer.decode(ids, { skip_special_tokens: true }).trim(), unknown: tokenizer.unk_token_id }
  }
}

const there = await open('starter-en-de')
const back = await open('starter-de-en')
let different = 0
let refused = 0
const differ = (what, sentence, ours, theirs) => {
  different += 1
  console.log(`${what} differs: ${sentence}\n  ${JSON.stringify(ours)}\n  ${JSON.stringify(theirs)}`)
}
for (const expected of sentences) {
  const forth = await there(expected.english)
  if (expected.german_ids === undefined) {
    refused += 1
    if (!forth.source.includes(forth.unknown)) differ('refusal', expected.english, forth.source, 'an unknown word')
    continue
  }
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)
  if (!same(forth.source, expected.source_ids)) differ('tokenizing', expected.english, forth.source, expected.source_ids)
  if (!same(forth.ids, expected.german_ids)) differ('the way there', expected.english, forth.ids, expected.german_ids)
  if (forth.text !== expected.german) differ('German text', expected.english, forth.text, expected.german)
  const home = await back(forth.text)
  if (!same(home.ids, expected.back_ids)) differ('the way back', forth.text, home.ids, expected.back_ids)
  if (home.text !== expected.back) differ('English text', expected.english, home.text, expected.back)
}
console.log(`${sentences.length} sentences (${refused} refused): ${different} differences`)
process.exitCode = different === 0 ? 0 : 1
