/** A time to wait, for people: seconds up to two minutes, then whole minutes, rounded up. */
export const waitText = (seconds: number): string => {
  if (seconds > 120) return `${Math.ceil(seconds / 60)} minutes`
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}

/** A size in bytes, for people: whole megabytes, or the bytes when they are fewer. */
export const sizeText = (bytes: number): string =>
  bytes < 1_048_576 ? `${bytes} bytes` : `${Math.floor(bytes / 1_048_576)} MB`
