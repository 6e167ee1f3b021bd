const named = (zone: string) => ({ value: zone, label: zone.replaceAll('_', ' ') })

const options = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map(
  named,
)

/**
 * The zones to pick from, with labels that people can type. Includes `current`, even when it is an
 * older name that is not in the browser's list, such as US/Eastern.
 */
export const zoneOptions = (current: string | undefined) =>
  !current || options.some((option) => option.value === current)
    ? options
    : [named(current), ...options]
