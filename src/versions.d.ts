/** Versions of this build and of the libraries that results depend on; set by Vite from the installed packages. */
declare const __VERSIONS__: {
  readonly shakedown: string
  readonly onnxruntime: string
  readonly transformers: string
  readonly pyodide: string
}
