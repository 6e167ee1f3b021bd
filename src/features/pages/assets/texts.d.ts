/** The compiler of the server imports these files as their texts. */
declare module '*.css' {
  const text: string
  export default text
}

declare module '*.svg' {
  const text: string
  export default text
}
