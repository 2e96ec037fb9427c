/** A script's text as it stands between script tags: the page's policy names the hash of exactly this text. */
export function inlineScript(code: string): string {
  return code.replaceAll('</', '<\\/')
}
