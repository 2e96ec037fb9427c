declare module '*?sandbox' {
  const source: string
  export default source
}
