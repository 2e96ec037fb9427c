import { inlineScript } from './inline-script'
import frameScript from './sandboxed/frame.ts?sandbox'

/** Everything is forbidden but this one script, blob workers, and compiling wasm. Workers inherit the policy. */
export function frameDocument(): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' blob: 'wasm-unsafe-eval'`,
    'worker-src blob:',
    'child-src blob:',
    ...['connect', 'img', 'font', 'media', 'style', 'frame', 'object', 'manifest'].map((kind) => `${kind}-src 'none'`),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const script = inlineScript(frameScript)
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><script nonce="${nonce}">${script}</script>`
}
