export { highlight, highlightExcerpt } from './highlight.ts'
export { type PreparedSearch, prepareSearch } from './prepareSearch.ts'
