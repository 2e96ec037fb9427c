/** Where the tests find the site: below a path, since it must work under any. */
export const PORT = Number(process.env['SHAKEDOWN_E2E_PORT'] ?? 4391)
export const BASE_PATH = '/some/base/'
export const SITE = `http://127.0.0.1:${PORT}${BASE_PATH}`
