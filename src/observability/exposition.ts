/** Metrics in the text format of Prometheus. */
export interface Exposition {
  contentType: string
  text(): Promise<string>
}
